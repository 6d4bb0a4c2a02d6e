/** Something the operator can act on: the message says it all, in one line, and no stack trace is shown. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
