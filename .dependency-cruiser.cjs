/** Who may import whom. The layers and their reasons: docs/architecture.md. */
const TEST = '\\.test\\.ts$';
const DOMAIN = '^functions/([^/]+)/';

const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TEST },
  to: { pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'No module imports itself through others; types may.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('domain-is-pure', 'Rules know no clock, no I/O, no AWS, no Node.', '^functions/([^/]+)/domain/', [
      '^functions/$1/domain/',
      '^functions/pricing/domain/',
      '^shared/kernel/',
      '^events/',
      '^shared/messaging/event\\.ts$',
    ]),
    only('use-cases-know-ports', 'Use cases get the world as arguments.', '^functions/([^/]+)/use-cases/', [
      '^functions/$1/(domain|use-cases)/',
      '^functions/pricing/domain/',
      '^shared/kernel/',
      '^events/',
      '^shared/messaging/event\\.ts$',
    ]),
    only('store-knows-the-table', 'Only the store knows keys and items.', '^functions/([^/]+)/store/', [
      '^functions/$1/(domain|store)/',
      '^functions/$1/contract/',
      '^shared/(kernel|dynamodb)/',
      '^shared/runtime/fingerprint\\.ts$',
      '^events/',
      '^shared/messaging/event\\.ts$',
      '^node_modules/zod/',
    ]),
    only('contracts-are-schemas', 'A contract needs zod and nothing else.', '^functions/([^/]+)/contract/', [
      '^functions/$1/contract/',
      '^shared/(kernel|http)/',
      '^node_modules/zod/',
    ]),
    {
      name: 'domains-meet-in-queries',
      comment: 'Another domain is read through its queries.ts; pricing is a library.',
      severity: 'error',
      from: { path: DOMAIN, pathNot: TEST },
      to: { path: DOMAIN, pathNot: ['^functions/$1/', '^functions/[^/]+/queries\\.ts$', '^functions/pricing/domain/'] },
    },
    only(
      'manifests-are-data',
      'A manifest names contracts, events and rights, and does nothing.',
      '^functions/([^/]+)/manifest\\.ts$',
      ['^functions/$1/contract/', '^functions/(manifest|rights)\\.ts$', '^events/'],
    ),
    {
      name: 'a-domain-knows-no-list-of-domains',
      comment: 'A bundle holds what its own domain needs: the shop is for whoever puts the domains together.',
      severity: 'error',
      from: { path: '^functions/[^/]+/', pathNot: TEST },
      to: { path: '^functions/(index|shop)\\.ts$' },
    },
    {
      name: 'queries-are-wired-by-entry-points',
      comment: 'Use cases, rules and stores get queries as ports.',
      severity: 'error',
      from: { path: '^functions/[^/]+/(domain|use-cases|store)/', pathNot: TEST },
      to: { path: '^functions/[^/]+/queries\\.ts$' },
    },
    {
      name: 'infra-sees-manifests-only',
      comment: 'A template comes from manifests, never from the code that it deploys.',
      severity: 'error',
      from: { path: '^infra/', pathNot: TEST },
      to: { path: '^(functions/[^/]+/(?!(manifest|index)\\.ts$)|local/)' },
    },
    {
      name: 'product-knows-no-local-cloud',
      comment: 'The shop runs the same on AWS: nothing of it knows the local cloud or the tests.',
      severity: 'error',
      from: { path: '^(functions|shared|events|infra)/', pathNot: [TEST, '^shared/testing/'] },
      to: { path: '^(local|tests)/' },
    },
    {
      name: 'shared-knows-no-domain',
      comment: 'Shared code has no domain noun; it imports neither domains nor events.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|events)/' },
    },
    {
      name: 'journeys-know-no-code',
      comment: 'tests/e2e drives the API from outside.',
      severity: 'error',
      from: { path: '^tests/e2e/' },
      to: { path: '^(functions|shared|events|infra|local)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // A copy of the checkout may link to the packages of another.
    preserveSymlinks: true,
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '(^|/)(cdk\\.out|dist|\\.local)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
