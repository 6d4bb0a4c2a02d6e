import { shop } from '../../../functions/index.ts';
import { routeKey as keyOf, routesOf } from '../../../shared/http/contract.ts';
import type { RouteLine } from './answers.ts';

interface DeployedRoute {
  readonly routeKey: string;
  readonly function?: string;
}

/** The routes of the template, with their descriptions in the contracts. */
export function routeLines(deployed: readonly DeployedRoute[]): RouteLine[] {
  const declared = new Map(routesOf(shop.contracts).map((route) => [keyOf(route.route), route]));
  return deployed.map(({ routeKey, function: target = '' }) => {
    const found = declared.get(routeKey);
    return {
      routeKey,
      domain: found?.domain ?? target.split('-').at(-2) ?? '',
      function: target,
      access: found?.route.access ?? [],
      summary: found?.route.summary ?? '',
    };
  });
}
