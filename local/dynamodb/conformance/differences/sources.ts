/** The origins of what the differences document. */

export const API = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';
export const GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';

/** Its tests were run against DynamoDB. */
export const PARITY = 'https://github.com/paritysuite/dynamodb-conformance';

/** Its tests were run against DynamoDB. */
export const DYNALITE = 'https://github.com/architect/dynalite';

/** Observed on DynamoDB. */
export const EXTENDDB = 'https://github.com/ExtendDB/extenddb/issues/98';

/** As DynamoDB Local answers, which shares DynamoDB's parser. */
export const SHARED = 'DynamoDB Local 3.3.1, see `npm run conformance -- dynamodb-local`';
