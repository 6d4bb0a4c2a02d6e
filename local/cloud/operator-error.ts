/** An option that helps out of an error; each app has a name of its own for it. */
export type Remedy = 'port' | 'dataDir' | 'verbose';

/**
 * Something the operator can act on: the message says it all, in one line, and no stack trace is
 * shown.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly remedy: Remedy | undefined;

  constructor(message: string, { remedy, ...options }: ErrorOptions & { readonly remedy?: Remedy } = {}) {
    super(message, options);
    this.remedy = remedy;
  }
}
