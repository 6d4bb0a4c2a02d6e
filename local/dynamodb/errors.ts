/**
 * A refused call, as DynamoDB reports it. `name` is the error's code without its namespace, and
 * `details` are the members beside the message, e.g. `CancellationReasons`.
 */
export class DynamoDbError extends Error {
  readonly details: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = name;
    this.details = details;
  }
}

/** The error of a request that can never succeed. */
export const invalid = (message: string): DynamoDbError => new DynamoDbError('ValidationException', message);

/** The validation error of a single parameter, with the introduction that DynamoDB gives it. */
export const invalidParameter = (message: string): DynamoDbError =>
  invalid(`One or more parameter values were invalid: ${message}`);

/** The error of a JSON body whose member has another type than the API's model. */
export const unreadable = (message: string): DynamoDbError => new DynamoDbError('SerializationException', message);
