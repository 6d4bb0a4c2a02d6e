import type { Item } from '../../values.ts';
import type { Difference } from './difference.ts';
import { API, DYNALITE, EXTENDDB, GUIDE, SHARED } from './sources.ts';

/** Whether an UpdateItem made its item, of which only the key was there before. */
const isKeyOf = (attributes: unknown, key: unknown): boolean =>
  JSON.stringify(Object.keys((attributes ?? {}) as Item).sort()) ===
  JSON.stringify(Object.keys((key ?? {}) as Item).sort());

/** Later calls see the padded list as well. */
function withoutNullsInLists(observed: unknown): unknown {
  if (Array.isArray(observed)) {
    return observed.filter((member) => member?.NULL !== true).map(withoutNullsInLists);
  }
  if (typeof observed !== 'object' || observed === null) return observed;
  return Object.fromEntries(Object.entries(observed).map(([name, value]) => [name, withoutNullsInLists(value)]));
}

/** The differences to dynoxide 1.2.1 in behaviour. */
export const DYNOXIDE: readonly Difference[] = [
  {
    id: 'all-old-of-created',
    of: 'dynoxide',
    operations: /^UpdateItem$/,
    documented: 'ALL_OLD returns the item as it was before, so nothing of an item that was not there.',
    source: `${API}/API_UpdateItem.html`,
    when: ({ input }) => input.ReturnValues === 'ALL_OLD',
    level(observed, { input }) {
      const { output } = observed as { output?: { Attributes?: unknown } };
      if (!output || !isKeyOf(output.Attributes, input.Key)) return observed;
      return { output: { ...output, Attributes: undefined } };
    },
  },
  {
    id: 'local-index-reads',
    of: 'dynoxide',
    operations: /^(Query|Scan)$/,
    documented:
      'A read of a local index counts for the index, and fetches what the index does not hold from the table, at a cost.',
    source: `${GUIDE}/LSI.html`,
    when: ({ input }) => input.IndexName === 'local',
    level: (observed) => ({ ...(observed as object), capacity: undefined, items: undefined, output: undefined }),
  },
  {
    id: 'operand-parentheses',
    of: 'dynoxide',
    documented: 'An operand may be in parentheses, and `size` takes a value as well.',
    source: SHARED,
    texts: [/./, /Expected (operand|comparison operator|attribute name)/],
  },
  {
    id: 'names-with-underscore',
    of: 'dynoxide',
    documented: 'A name in an expression begins with a letter.',
    source: `${GUIDE}/Expressions.ExpressionAttributeNames.html`,
    texts: [/Syntax error/, /^(OK|ValidationException: (?!Invalid))/],
  },
  {
    id: 'remove-in-nothing',
    of: 'dynoxide',
    operations: /^(UpdateItem|TransactWriteItems)$/,
    documented: 'A path in a map or list that is not there is invalid for update, also for REMOVE.',
    source: SHARED,
    texts: [/document path provided in the update expression is invalid/, /./],
  },
  {
    id: 'start-key-unchecked',
    of: 'dynoxide',
    operations: /^Query$/,
    documented: 'A start that the query could not have ended at is refused.',
    source: DYNALITE,
    when: ({ input }) => input.ExclusiveStartKey !== undefined,
    texts: [/starting key|key element|cannot be restarted|Key: \w+$/, /./],
  },
  {
    id: 'start-key-ignored',
    of: 'dynoxide',
    operations: /^Query$/,
    documented: 'A page begins after ExclusiveStartKey, also in a table without a sort key.',
    source: `${API}/API_Query.html`,
    texts: [/^OK$/, /^a page that leads to itself$/],
  },
  {
    id: 'start-key-ignored-once',
    of: 'dynoxide',
    operations: /^Query$/,
    documented: 'A page begins after ExclusiveStartKey, also in a table without a sort key.',
    source: `${API}/API_Query.html`,
    when: ({ input }) => Object.keys((input.ExclusiveStartKey ?? {}) as object).length === 1,
    texts: [/^OK$/, /^OK$/],
  },
  {
    id: 'key-condition-types',
    of: 'dynoxide',
    operations: /^Query$/,
    documented: 'A value in a key condition must have the type of its key, and be no prefix of a number.',
    source: `${GUIDE}/Query.KeyConditionExpressions.html`,
    texts: [/Incorrect operand type|Condition parameter type|empty (string|binary) value/, /./],
  },
  {
    id: 'consumed-capacity-words',
    of: 'dynoxide',
    documented: 'ReturnConsumedCapacity is INDEXES, TOTAL or NONE, in batches and transactions as well.',
    source: `${API}/API_BatchGetItem.html`,
    texts: [/at 'returnConsumedCapacity' failed/, /./],
  },
  {
    id: 'transaction-request-checks',
    of: 'dynoxide',
    operations: /^Transact/,
    documented:
      'A transaction whose expressions or values are invalid is refused as a whole. Only what depends on items and keys is a reason.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/^ValidationException: (?!Transaction)/, /^(ValidationException|TransactionCanceled|Idempotent)/],
  },
  {
    id: 'transaction-operands-unchecked',
    of: 'dynoxide',
    operations: /^TransactWriteItems$/,
    documented: 'The operands of an expression are checked whether or not the item has the attributes.',
    source: SHARED,
    texts: [
      /^ValidationException: (Invalid (Update|Condition)Expression|Expression|Value provided|One or more|Input)/,
      /^OK$/,
    ],
  },
  {
    id: 'duplicate-numbers',
    of: 'dynoxide',
    operations: /^BatchGetItem$/,
    documented: 'Keys are the same whatever the form of their numbers.',
    source: DYNALITE,
    texts: [/contains duplicates/, /^OK$/],
  },
  {
    id: 'begins-with-case',
    of: 'dynoxide',
    operations: /^Query$/,
    documented: 'begins_with compares texts byte by byte, so that case matters.',
    source: `${GUIDE}/Expressions.OperatorsAndFunctions.html`,
    when: ({ input }) => String(input.KeyConditionExpression).includes('begins_with'),
    texts: [/^OK$/, /^OK$/],
  },
  {
    id: 'transaction-keys-unchecked',
    of: 'dynoxide',
    operations: /^Transact/,
    documented: 'A key attribute that is changed, of the wrong type or stepped into is a reason of the cancellation.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [
      /^TransactionCanceled.*ValidationError: .*(part of the key|key element|Type mismatch|must be scalars)/s,
      /^(OK|ValidationException|TransactionCanceled)/,
    ],
  },
  {
    id: 'updated-in-list',
    of: 'dynoxide',
    operations: /^UpdateItem$/,
    documented: 'UPDATED_OLD and UPDATED_NEW return only the updated attributes, also within lists.',
    source: EXTENDDB,
    when: ({ input }) => /^UPDATED/.test(String(input.ReturnValues)) && String(input.UpdateExpression).includes('['),
    texts: [/^OK$/, /^OK$/],
  },
  {
    id: 'list-padding',
    of: 'dynoxide',
    documented: 'SET of an element beyond the end of a list appends it, without nulls before it.',
    source: `${GUIDE}/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.SET.UpdatingListElements`,
    level: withoutNullsInLists,
  },
];
