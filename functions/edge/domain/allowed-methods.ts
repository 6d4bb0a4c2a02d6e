/** The part of an OpenAPI document that tells which methods a path takes. */
export interface Paths {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The methods that the routes at a path take, in capitals; none when no route has that path. */
export function allowedMethods({ paths }: Paths, rawPath: string): string[] {
  const segments = rawPath.split('/');
  const methods = Object.entries(paths)
    .filter(([template]) => matches(template.split('/'), segments))
    .flatMap(([, operations]) => Object.keys(operations).map((method) => method.toUpperCase()));
  return [...new Set(methods)].sort();
}

const matches = (template: readonly string[], segments: readonly string[]): boolean =>
  template.length === segments.length &&
  template.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]));
