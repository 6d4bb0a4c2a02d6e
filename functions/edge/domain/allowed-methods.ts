/** The part of an OpenAPI document that lists the methods of each path. */
export interface Paths {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The methods of the routes at a path, in capitals; empty when no route has that path. */
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
