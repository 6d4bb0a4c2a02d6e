/** An option that resolves an error; each app has its own name for it. */
export type Remedy = 'port' | 'dataDir' | 'verbose';

/**
 * An error that the operator can act on. Its message is complete in one line, so no stack trace is
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
