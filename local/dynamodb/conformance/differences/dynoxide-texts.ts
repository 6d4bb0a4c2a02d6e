import { type Difference, mapMessages } from './difference.ts';
import { API, DYNALITE, PARITY, SHARED } from './sources.ts';

const UNORDERED = 'Nothing says which of several mistakes is reported.';

/** The refusals for a Select, a Segment or an index that the request may not have. */
const SELECTION =
  /SPECIFIC_ATTRIBUTES|ALL_PROJECTED_ATTRIBUTES|ALL_ATTRIBUTES|Consistent reads|Segment|specified index|Primary key attribute/;

/** The refusals of a single value. */
const VALUE =
  /^ValidationException: (1 validation error detected: )?(One or more parameter|Supplied|The parameter|Attempting|Number|Input|The AttributeValue|Expression)/;

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

/** The differences to dynoxide 1.2.1 in texts, and in which of several mistakes is reported. */
export const DYNOXIDE_TEXTS: readonly Difference[] = [
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
    id: 'start-key-checks-order',
    of: 'dynoxide',
    operations: /^Query$/,
    documented: UNORDERED,
    source: `${API}/CommonErrors.html`,
    when: ({ input }) => input.ExclusiveStartKey !== undefined,
    texts: [/^ValidationException/, /^ValidationException/],
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
    id: 'return-values-text',
    of: 'dynoxide',
    operations: /^(PutItem|DeleteItem|UpdateItem)$/,
    documented: 'PutItem and DeleteItem refuse the values of UpdateItem with a text of their own.',
    source: DYNALITE,
    texts: [/Return values set to invalid value|'returnValues'/, /^ValidationException/],
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
    id: 'transaction-token-text',
    of: 'dynoxide',
    operations: /^TransactWriteItems$/,
    documented: 'The text says that the request is not the one that the token was first used with.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/^Idempotent/, /^Idempotent/],
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
    documented: 'An operand of another type than number has an incorrect data type.',
    source: `${API}/API_TransactWriteItems.html`,
    texts: [/incorrect data type|significant digits|refers to an attribute|Number/, /must be numbers/],
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
