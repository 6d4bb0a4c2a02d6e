import { canonicalNumber } from '../../numbers.ts';
import { type Difference, mapMembers, mapMessages } from './difference.ts';
import { API, DYNALITE, GUIDE } from './sources.ts';

const UNORDERED_CHECKS = 'Nothing says which of several mistakes is reported.';

const UNORDERED = 'The order is not specified.';

/** Puts the members of a list within a text in order. */
const sortedIn = (pattern: RegExp, separator: string) =>
  mapMessages((message) =>
    message.replace(pattern, (_, before: string, list: string) => `${before}${list.split(separator).sort().join()}`),
  );

const canonical = (number: unknown): unknown => {
  try {
    return typeof number === 'string' ? canonicalNumber(number) : number;
  } catch {
    return number;
  }
};

const KEY_TEXTS =
  /One or more parameter values were invalid: (Type mismatch for (Index )?[kK]ey|Missing the key).*|The number of conditions on the keys is invalid|The provided key element does not match the schema|Invalid attribute value type|One of the required keys was not given a value/g;

const NUMBER_TEXTS =
  /The parameter cannot be converted to a numeric value(: .*?)?(?= for key :|$)|A value provided cannot be converted into a number|Attempting to store more than 38 significant digits in a Number|DynamoDB only supports precision up to 38 digits|Number (over|under)flow\. Attempting to store a number with magnitude (larg|small)er than supported range/gs;

/** The refusals for a Select, a Segment or an index that the request may not have. */
const SELECTION =
  /SPECIFIC_ATTRIBUTES|ALL_PROJECTED_ATTRIBUTES|ALL_ATTRIBUTES|Consistent reads|[sS]egment|specified index|Primary key attribute/;

/** The differences to DynamoDB Local 3.3.1. */
export const DYNAMODB_LOCAL: readonly Difference[] = [
  {
    id: 'number-form',
    of: 'DynamoDB Local',
    documented: 'Numbers lose their leading and trailing zeros, and are returned in one form.',
    source: `${GUIDE}/HowItWorks.NamingRulesDataTypes.html`,
    level: (observed) => mapMembers(observed, /^N$/, canonical),
  },
  {
    id: 'capacity',
    of: 'DynamoDB Local',
    documented: 'DynamoDB Local does not keep track of capacity.',
    source: `${GUIDE}/DynamoDBLocal.UsageNotes.html`,
    level(observed) {
      const { output, capacity, ...rest } = observed as { output?: object; capacity?: unknown };
      return { ...rest, ...(output ? { output: { ...output, ConsumedCapacity: undefined } } : {}) };
    },
  },
  {
    id: 'unused-order',
    of: 'DynamoDB Local',
    documented: UNORDERED,
    source: `${API}/CommonErrors.html`,
    level: sortedIn(/(unused in expressions: keys: \{)(.*)\}$/s, ', '),
  },
  {
    id: 'type-names-order',
    of: 'DynamoDB Local',
    documented: UNORDERED,
    source: DYNALITE,
    level: sortedIn(/(valid types: \{)(.*)\}$/s, ','),
  },
  {
    id: 'key-texts',
    of: 'DynamoDB Local',
    documented: 'An error in a key names the attribute and the types, or says that the key does not match the schema.',
    source: DYNALITE,
    level: mapMessages((message) => message.replace(KEY_TEXTS, 'The key is wrong')),
  },
  {
    id: 'number-texts',
    of: 'DynamoDB Local',
    documented: 'A malformed number is shown, and the limit of digits has another text.',
    source: DYNALITE,
    level: mapMessages((message) => message.replace(NUMBER_TEXTS, 'The number is wrong')),
  },
  {
    id: 'missing-table-text',
    of: 'DynamoDB Local',
    documented: 'A table that is not there is a resource that is not found.',
    source: DYNALITE,
    level: mapMessages((message) =>
      message.replace('Cannot do operations on a non-existent table', 'Requested resource not found'),
    ),
  },
  {
    id: 'condition-reason-text',
    of: 'DynamoDB Local',
    operations: /^Transact/,
    documented: 'The message of the reason is `The conditional request failed`, without a full stop.',
    source: 'https://github.com/boto/boto3/issues/2657',
    level: mapMessages((message) => message.replace(/request failed\.$/, 'request failed')),
  },
  {
    id: 'duplicates-text',
    of: 'DynamoDB Local',
    documented: 'A set with duplicates is shown.',
    source: DYNALITE,
    level: mapMessages((message) =>
      message.replace(
        /Input collection (\[.*\] ?)?(of type BS )?contains duplicates\.?/s,
        'Input collection has duplicates',
      ),
    ),
  },
  {
    id: 'bounds-text',
    of: 'DynamoDB Local',
    documented: 'The bounds of BETWEEN are shown as `{S:a}`.',
    source: DYNALITE,
    level: mapMessages((message) => message.replace(/(BETWEEN operator requires [^;]*);.*$/s, '$1')),
  },
  {
    id: 'overlap-paths',
    of: 'DynamoDB Local',
    documented: 'The two paths that overlap are shown.',
    source: 'https://github.com/paritysuite/dynamodb-conformance/tree/main/captures',
    level: mapMessages((message) =>
      message.replace(/(Two document paths )(overlap|conflict)( with each other).*$/s, '$1meet$3'),
    ),
  },
  {
    id: 'page-limits-text',
    of: 'DynamoDB Local',
    operations: /^(Query|Scan)$/,
    documented: 'Limit and the segments have texts of their own.',
    source: DYNALITE,
    texts: [/'[lL]imit'|[sS]egment/, /Limit must be|[sS]egment/],
  },
  {
    id: 'consumed-capacity-words',
    of: 'DynamoDB Local',
    documented: 'ReturnConsumedCapacity is INDEXES, TOTAL or NONE.',
    source: `${API}/API_GetItem.html`,
    texts: [/at 'returnConsumedCapacity' failed/, /./],
  },
  {
    id: 'start-key-texts',
    of: 'DynamoDB Local',
    operations: /^(Query|Scan)$/,
    documented: 'A start that the query could not have ended at is refused with the reason.',
    source: DYNALITE,
    when: ({ input }) => input.ExclusiveStartKey !== undefined,
    texts: [/^ValidationException/, /^ValidationException/],
  },
  {
    id: 'single-item-page',
    of: 'DynamoDB Local',
    operations: /^Query$/,
    documented: 'A page that ends because of Limit has a LastEvaluatedKey.',
    source: `${GUIDE}/Query.Pagination.html`,
    when: ({ input }) => input.Limit === 1,
    texts: [/^OK$/, /^OK$/],
  },
  {
    id: 'page-checks-order',
    of: 'DynamoDB Local',
    operations: /^(Query|Scan)$/,
    documented: UNORDERED_CHECKS,
    source: `${API}/CommonErrors.html`,
    texts: [SELECTION, /^ValidationException/],
  },
  {
    id: 'key-condition-checks-order',
    of: 'DynamoDB Local',
    operations: /^(Query|Scan)$/,
    documented: UNORDERED_CHECKS,
    source: `${API}/CommonErrors.html`,
    texts: [/^ValidationException/, new RegExp(`${SELECTION.source}|Value provided`)],
  },
  {
    id: 'transaction-reasons',
    of: 'DynamoDB Local',
    operations: /^Transact/,
    documented: 'What depends on items and keys is a reason of the cancellation.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/^TransactionCanceledException/, /^(ValidationException|TransactionCanceledException)/],
  },
  {
    id: 'transaction-members-text',
    of: 'DynamoDB Local',
    operations: /^Transact/,
    documented: 'A transaction without actions, or an update without an expression, breaks a constraint of the model.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/at 'transactItems/, /./],
  },
  {
    id: 'return-values-text',
    of: 'DynamoDB Local',
    operations: /^(PutItem|DeleteItem|UpdateItem)$/,
    documented: 'An unknown word is refused with those of the model.',
    source: DYNALITE,
    texts: [/at 'returnValues'/, /Return values set to invalid value/],
  },
  {
    id: 'batch-members-text',
    of: 'DynamoDB Local',
    operations: /^Batch/,
    documented: 'A batch without requests breaks a constraint of the model.',
    source: DYNALITE,
    texts: [/[rR]equestItems|The key is wrong/, /^ValidationException/],
  },
  {
    id: 'duplicate-numbers',
    of: 'DynamoDB Local',
    operations: /^(Batch|Transact)/,
    documented: 'Keys are the same whatever the form of their numbers.',
    source: DYNALITE,
    texts: [/contains duplicates|multiple operations/, /^OK$/],
  },
  {
    id: 'local-index-types',
    of: 'DynamoDB Local',
    operations: /^(UpdateItem|TransactWriteItems)$/,
    documented: 'A key attribute of an index has the type that the table defines, whatever writes it.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/The key is wrong/, /^OK$/],
  },
  {
    id: 'missed-key-text',
    of: 'DynamoDB Local',
    operations: /^Query$/,
    documented: 'The text names the key that the condition lacks.',
    source: DYNALITE,
    texts: [/Query condition missed key schema element|nested attributes/, /^ValidationException/],
  },
  {
    id: 'transaction-token-text',
    of: 'DynamoDB Local',
    operations: /^TransactWriteItems$/,
    documented: 'The text says that the request is not the one that the token was first used with.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/^Idempotent/, /^Idempotent/],
  },
  {
    id: 'updated-fragment',
    of: 'DynamoDB Local',
    operations: /^UpdateItem$/,
    documented: 'UPDATED_OLD and UPDATED_NEW return only the updated attributes, also within maps and lists.',
    source: 'https://github.com/ExtendDB/extenddb/issues/98',
    when: ({ input }) => /^UPDATED/.test(String(input.ReturnValues)) && /[.[]/.test(String(input.UpdateExpression)),
    texts: [/^OK$/, /^OK$/],
  },
  {
    id: 'update-order',
    of: 'DynamoDB Local',
    operations: /^UpdateItem$/,
    documented: UNORDERED_CHECKS,
    source: `${API}/CommonErrors.html`,
    texts: [
      /refers to an attribute|incorrect data type|document path|The number/,
      /refers to an attribute|incorrect data type|document path|The number/,
    ],
  },
  {
    id: 'missing-table-order',
    of: 'DynamoDB Local',
    documented: UNORDERED_CHECKS,
    source: `${API}/CommonErrors.html`,
    when: ({ input }) => JSON.stringify(input).includes('missing-table'),
    texts: [/^(ResourceNotFound|Validation)/, /^(ResourceNotFound|Validation|TransactionCanceled|Idempotent)/],
  },
  {
    id: 'write-checks-order',
    of: 'DynamoDB Local',
    operations: /^(PutItem|UpdateItem|DeleteItem|GetItem|Batch)/,
    documented: UNORDERED_CHECKS,
    source: `${API}/CommonErrors.html`,
    texts: [
      /^ValidationException: (Invalid \w+Expression|Expression|Value provided|The key|The number|Supplied|One or more|Input|1 validation)/,
      /^ValidationException: (Invalid \w+Expression|Expression|Value provided|The key|The number|Supplied|One or more|Input|Return|Provided list)/,
    ],
  },
  {
    id: 'transaction-checks-order',
    of: 'DynamoDB Local',
    operations: /^Transact/,
    documented: UNORDERED_CHECKS,
    source: `${API}/CommonErrors.html`,
    texts: [/^(ValidationException|TransactionCanceled)/, /^(ValidationException|TransactionCanceled|Idempotent)/],
  },
  {
    id: 'size-as-name',
    of: 'DynamoDB Local',
    documented: 'SIZE is a reserved word, so an expression may use it as an attribute only by an alias.',
    source: `${GUIDE}/ReservedWords.html`,
    texts: [/reserved keyword: size$/i, /./],
  },
];
