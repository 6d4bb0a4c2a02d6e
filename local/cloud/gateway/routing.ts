export interface Route<T> {
  /** `METHOD /path/{parameter}`, `ANY /path/{proxy+}` or `$default`. */
  readonly routeKey: string;
  readonly target: T;
}

export interface RouteMatch<T> {
  readonly route: Route<T>;
  /** Decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Candidate<T> extends RouteMatch<T> {
  /**
   * Smaller is more specific. Compared from the left: 0 is a literal segment, 1 a parameter, 2 the
   * rest of the path.
   */
  readonly rank: readonly number[];
}

/**
 * Finds a request's route as API Gateway does. A full match comes before a greedy one, literal
 * segments before parameters, the method before ANY, and `$default` last. Throws URIError for a
 * path that is not percent-encoded properly.
 */
export function matchRoute<T>(routes: readonly Route<T>[], method: string, path: string): RouteMatch<T> | undefined {
  const segments = path.split('/').slice(1).map(decodeURIComponent);
  const candidates = routes.flatMap((route) => candidateOf(route, method, segments));
  candidates.sort((left, right) => compareRanks(left.rank, right.rank));
  return candidates[0];
}

function candidateOf<T>(route: Route<T>, method: string, segments: readonly string[]): Candidate<T>[] {
  if (route.routeKey === '$default') return [{ route, pathParameters: {}, rank: [3] }];
  const [routeMethod = '', pattern = ''] = route.routeKey.split(' ');
  if (routeMethod !== 'ANY' && routeMethod !== method) return [];
  const parts = pattern.split('/').slice(1);
  const pathParameters: Record<string, string> = {};
  const rank: number[] = [];
  for (const [index, part] of parts.entries()) {
    const segment = segments[index];
    if (part.endsWith('+}')) {
      const rest = segments.slice(index).join('/');
      if (rest === '') return [];
      pathParameters[part.slice(1, -2)] = rest;
      return [{ route, pathParameters, rank: [2, ...rank, 2, routeMethod === 'ANY' ? 1 : 0] }];
    }
    if (segment === undefined) return [];
    if (part.startsWith('{')) {
      if (segment === '') return [];
      pathParameters[part.slice(1, -1)] = segment;
      rank.push(1);
    } else {
      if (part !== segment) return [];
      rank.push(0);
    }
  }
  if (parts.length !== segments.length) return [];
  return [{ route, pathParameters, rank: [0, ...rank, routeMethod === 'ANY' ? 1 : 0] }];
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
