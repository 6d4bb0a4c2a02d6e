/** The value of a secret by name or ARN. */
export type SecretOf = (nameOrArn: string) => string | undefined;

/** Its groups: the secret, whose ARN has seven parts, and the member of its JSON, if any. */
const REFERENCE = /\{\{resolve:secretsmanager:(arn(?::[^:}]*){6}|[^:}]+)(?::SecretString(?::([^:}]*))?[^}]*)?\}\}/g;

/**
 * Replaces the dynamic references to secrets in a resource's properties, as CloudFormation does:
 * `{{resolve:secretsmanager:<name or ARN>:SecretString:<member of the JSON>::}}`.
 *
 * @throws Error when there is no such secret, or no such member in it.
 */
export function withSecrets<T>(value: T, secretOf: SecretOf): T {
  const replaced = (part: unknown): unknown => {
    if (typeof part === 'string') {
      return part.replace(REFERENCE, (_match, id: string, member?: string) => read(secretOf, id, member));
    }
    if (Array.isArray(part)) return part.map(replaced);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, replaced(item)]));
  };
  return replaced(value) as T;
}

function read(secretOf: SecretOf, id: string, member: string | undefined): string {
  const secret = secretOf(id);
  if (secret === undefined) throw new Error(`there is no secret ${id}`);
  if (!member) return secret;
  const found = JSON.parse(secret)[member];
  if (found === undefined) throw new Error(`the secret ${id} has no member ${member}`);
  return String(found);
}
