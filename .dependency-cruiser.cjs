/** Who may import whom. The layers and their reasons: docs/architecture.md. */
const TEST = '\\.test\\.ts$';
const DOMAIN = '^functions/([^/]+)/';
const PRODUCT = '(functions|shared|events|infra|state-machines)/';
const AROUND = '(bench|scripts|tests)/';

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
      comment: 'Types count too: in a circle nobody can say which room is under which.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    only('domain-is-pure', 'Rules know no clock, no I/O, no AWS, no Node.', '^functions/([^/]+)/domain/', [
      '^functions/$1/domain/',
      '^functions/pricing/domain/',
      '^shared/kernel/',
      '^events/',
    ]),
    only('use-cases-know-ports', 'Use cases get the world as arguments.', '^functions/([^/]+)/use-cases/', [
      '^functions/$1/(domain|use-cases)/',
      '^functions/pricing/domain/',
      '^shared/kernel/',
      '^events/',
    ]),
    only('store-knows-the-table', 'Only the store knows keys and items.', '^functions/([^/]+)/store/', [
      '^functions/$1/(domain|store)/',
      '^functions/$1/contract\\.ts$',
      '^shared/(kernel|dynamodb)/',
      '^events/',
      '^node_modules/zod/',
    ]),
    only('contracts-are-schemas', 'A contract needs zod and nothing else.', '^functions/([^/]+)/contract\\.ts$', [
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
    {
      name: 'queries-are-wired-by-entry-points',
      comment: 'Use cases, rules and stores get queries as ports.',
      severity: 'error',
      from: { path: '^functions/[^/]+/(domain|use-cases|store)/', pathNot: TEST },
      to: { path: '^functions/[^/]+/queries\\.ts$' },
    },
    {
      name: 'infra-sees-contracts-only',
      severity: 'error',
      from: { path: '^infra/', pathNot: TEST },
      to: { path: '^(functions/(?!contracts\\.ts$)|local/)' },
    },
    {
      name: 'product-knows-no-local-cloud',
      severity: 'error',
      from: { path: '^(functions|shared|events|infra)/', pathNot: [TEST, '^shared/testing/'] },
      to: { path: '^(local|tests)/' },
    },
    {
      name: 'cloud-stands-apart',
      comment: 'local/cloud runs any CDK app: what it needs of this one comes as an argument. Its tests keep to that.',
      severity: 'error',
      from: { path: '^local/cloud/' },
      to: { path: `^(${PRODUCT}|${AROUND}|local/(?!cloud/))` },
    },
    {
      name: 'stripe-stands-apart',
      comment: 'The stand-in declares the clock and the fault source that it asks; those of the cloud fit.',
      severity: 'error',
      from: { path: '^local/stripe/', pathNot: TEST },
      to: { path: `^(${PRODUCT}|${AROUND}|local/(?!stripe/))` },
    },
    {
      name: 'shop-reads-queries',
      comment:
        'Of a domain, local/shop sees what others see: its queries, contract, manifest and types. Never keys and items.',
      severity: 'error',
      from: { path: '^local/', pathNot: TEST },
      to: {
        path: '^functions/',
        pathNot: ['^functions/[^/]+\\.ts$', '^functions/[^/]+/(queries\\.ts|manifest\\.ts|contract(\\.ts|/)|domain/)'],
      },
    },
    {
      name: 'shared-knows-no-domain',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^functions/' },
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
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '(^|/)(cdk\\.out|dist|\\.local)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
