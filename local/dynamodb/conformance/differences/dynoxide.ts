import type { Item } from '../../values.ts';
import { type Difference, mapMessages } from './difference.ts';

const API = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const PARITY = 'https://github.com/paritysuite/dynamodb-conformance';

/** Its tests were run against DynamoDB. */
const DYNALITE = 'https://github.com/architect/dynalite';

/** As DynamoDB Local answers, which shares DynamoDB's parser. */
const SHARED = 'DynamoDB Local 3.3.1, see `npm run conformance -- dynamodb-local`';

/** Observed on DynamoDB. */
const EXTENDDB = 'https://github.com/ExtendDB/extenddb/issues/98';

const UNORDERED = 'Nothing says which of several mistakes is reported.';

/** The refusals for a Select, a Segment or an index that the request may not have. */
const SELECTION =
  /SPECIFIC_ATTRIBUTES|ALL_PROJECTED_ATTRIBUTES|ALL_ATTRIBUTES|Consistent reads|Segment|specified index|Primary key attribute/;

/** The refusals of a single value. */
const VALUE =
  /^ValidationException: (1 validation error detected: )?(One or more parameter|Supplied|The parameter|Attempting|Number|Input|The AttributeValue)/;

const OPERAND_TYPES: Readonly<Record<string, string>> = {
  STRING: 'S',
  NUMBER: 'N',
  BINARY: 'B',
  STRING_SET: 'SS',
  NUMBER_SET: 'NS',
  BINARY_SET: 'BS',
  BOOLEAN: 'BOOL',
  LIST: 'L',
  MAP: 'M',
};

/** Whether an UpdateItem made its item, of which only the key was there before. */
const isKeyOf = (attributes: unknown, key: unknown): boolean =>
  JSON.stringify(Object.keys((attributes ?? {}) as Item).sort()) ===
  JSON.stringify(Object.keys((key ?? {}) as Item).sort());

/** What dynoxide 1.2.1 does otherwise. */
export const DYNOXIDE: readonly Difference[] = [
  {
    id: 'validation-prefix',
    of: 'dynoxide',
    documented:
      'Since June 2026, most regions put `1 validation error detected: ` before the texts of PutItem and UpdateItem. The engine keeps the texts of before, as some regions and DynamoDB Local do.',
    source: `${PARITY}/issues/84`,
    level: mapMessages((message) => message.replace(/^1 validation error detected: (?!Value)/, '')),
  },
  {
    id: 'key-condition-prefix',
    of: 'dynoxide',
    operations: /^Query$/,
    documented: 'An error in a key condition begins with `Invalid KeyConditionExpression: `.',
    source: SHARED,
    level: mapMessages((message) => message.replace(/^Invalid KeyConditionExpression: /, '')),
  },
  {
    id: 'value-prefix',
    of: 'dynoxide',
    documented: 'An error in a bound value names the value.',
    source: SHARED,
    level: mapMessages((message) =>
      message.replace(/^ExpressionAttributeValues contains invalid value: (.*) for key :\w+$/s, '$1'),
    ),
  },
  {
    id: 'syntax-error-text',
    of: 'dynoxide',
    documented: 'A syntax error names its token, and the tokens beside it.',
    source: SHARED,
    level: mapMessages((message) => message.replace(/^((?:Invalid \w+: )?Syntax error;).*$/s, '$1')),
  },
  {
    id: 'operand-type-names',
    of: 'dynoxide',
    documented: 'ADD and DELETE name types as STRING and add a type set, the other operators as S.',
    source: SHARED,
    level: mapMessages((message) =>
      message
        .replace(
          /operand type: (\w+)/,
          (whole, type: string) => `operand type: ${OPERAND_TYPES[type] ?? whole.slice(14)}`,
        )
        .replace(/, typeSet: \w+/, ''),
    ),
  },
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
    texts: [/Syntax error/, /^OK$/],
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
    id: 'key-condition-texts',
    of: 'dynoxide',
    operations: /^Query$/,
    documented: 'A key condition of another form is refused with its operator or its missing key.',
    source: DYNALITE,
    texts: [
      /^ValidationException: (Query|KeyCondition|Invalid (operator|condition)|The BETWEEN|Conditions|The function|An expression|Syntax)/,
      /^ValidationException/,
    ],
  },
  {
    id: 'key-condition-accepted',
    of: 'dynoxide',
    operations: /^Query$/,
    documented: 'The sort key of a key condition has one test, and `<>`, IN, OR and NOT are no tests.',
    source: `${GUIDE}/Query.KeyConditionExpressions.html`,
    texts: [/^ValidationException: (Query|KeyCondition|Invalid (operator|condition)|The BETWEEN|Syntax)/, /^OK$/],
  },
  {
    id: 'page-checks-order',
    of: 'dynoxide',
    operations: /^(Query|Scan)$/,
    documented: UNORDERED,
    source: `${API}/CommonErrors.html`,
    texts: [SELECTION, /^ValidationException/],
  },
  {
    id: 'key-condition-checks-order',
    of: 'dynoxide',
    operations: /^(Query|Scan)$/,
    documented: UNORDERED,
    source: `${API}/CommonErrors.html`,
    texts: [/^ValidationException/, SELECTION],
  },
  {
    id: 'total-segments-text',
    of: 'dynoxide',
    operations: /^Scan$/,
    documented: 'A value out of its range is shown with the bound that it breaks.',
    source: DYNALITE,
    texts: [/Value '0' at 'totalSegments'/, /Member must have value between 1 and 1000000/],
  },
  {
    id: 'return-values-text',
    of: 'dynoxide',
    operations: /^(PutItem|DeleteItem|UpdateItem)$/,
    documented: 'PutItem and DeleteItem refuse the values of UpdateItem with a text of their own.',
    source: DYNALITE,
    texts: [/Return values set to invalid value|'returnValues'/, /^ValidationException/],
  },
  {
    id: 'consumed-capacity-words',
    of: 'dynoxide',
    documented: 'ReturnConsumedCapacity is INDEXES, TOTAL or NONE, in batches and transactions as well.',
    source: `${API}/API_BatchGetItem.html`,
    texts: [/at 'returnConsumedCapacity' failed/, /./],
  },
  {
    id: 'update-checks-order',
    of: 'dynoxide',
    operations: /^UpdateItem$/,
    documented: 'Paths and names of the whole expression are checked before the types of its operands.',
    source: SHARED,
    texts: [/^ValidationException: Invalid UpdateExpression/, /^ValidationException: Invalid UpdateExpression/],
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
    id: 'transaction-token-text',
    of: 'dynoxide',
    operations: /^TransactWriteItems$/,
    documented: 'The text says that the request is not the one that the token was first used with.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/^Idempotent/, /^Idempotent/],
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
    id: 'value-checks-order',
    of: 'dynoxide',
    documented: UNORDERED,
    source: `${API}/CommonErrors.html`,
    texts: [VALUE, VALUE],
  },
  {
    id: 'batch-checks-order',
    of: 'dynoxide',
    operations: /^Batch/,
    documented: UNORDERED,
    source: `${API}/CommonErrors.html`,
    texts: [/[kK]ey|'requestItems'/, /^ValidationException/],
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
    id: 'missing-table-order',
    of: 'dynoxide',
    documented: UNORDERED,
    source: `${API}/CommonErrors.html`,
    when: ({ input }) => JSON.stringify(input).includes('missing-table'),
    texts: [/^(ResourceNotFound|Validation)/, /^(ResourceNotFound|Validation|TransactionCanceled|Idempotent)/],
  },
  {
    id: 'null-parameters-text',
    of: 'dynoxide',
    operations: /^UpdateItem$/,
    documented: 'The text names the expressions that are null together.',
    source: DYNALITE,
    texts: [/UpdateExpression and ConditionExpression are null/, /UpdateExpression is null/],
  },
  {
    id: 'sum-operands-text',
    of: 'dynoxide',
    operations: /^(UpdateItem|TransactWriteItems)$/,
    documented: 'An operand that is no number has an incorrect data type.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/incorrect data type/, /must be numbers/],
  },
  {
    id: 'update-order',
    of: 'dynoxide',
    operations: /^UpdateItem$/,
    documented: UNORDERED,
    source: `${API}/CommonErrors.html`,
    texts: [
      /^ValidationException: (Invalid UpdateExpression|Attempting|Number|An operand|The provided expression)/,
      /document path|incorrect data type|Attempting|Number|refers to an attribute/,
    ],
  },
  {
    id: 'limit-order',
    of: 'dynoxide',
    operations: /^(Query|Scan)$/,
    documented: UNORDERED,
    source: `${API}/CommonErrors.html`,
    texts: [/at '([Ll]imit|segment)'/, /^ValidationException/],
  },
  {
    id: 'transaction-tokens-first',
    of: 'dynoxide',
    operations: /^TransactWriteItems$/,
    documented: 'A request with mistakes is refused before its token is looked up.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/^(ValidationException|TransactionCanceled)/, /^Idempotent/],
  },
  {
    id: 'transaction-reason-texts',
    of: 'dynoxide',
    operations: /^Transact/,
    documented: 'The reasons have the texts of single writes.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/^TransactionCanceled.*ValidationError/s, /^(TransactionCanceled.*ValidationError|ValidationException)/s],
  },
];
