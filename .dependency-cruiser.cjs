/** Who may import whom. The layers and their reasons: docs/architecture.md. */
const TEST = '\\.test(-d)?\\.ts$';
/** A state machine's data: rules may import the refusals of its steps, to give a reason. */
const MACHINES = '^state-machines/[^/]+/[^/]+\\.ts$';
const DOMAIN = '^functions/([^/]+)/';
/** Rules and use cases may import its types only: see queries-are-wired-by-entry-points. */
const QUERIES = '^functions/[^/]+/(queries|actions)\\.ts$';
/** A route may answer another domain's resource. */
const SCHEMAS = '^functions/[^/]+/contract/schemas\\.ts$';
const VALUES = '^functions/[^/]+/domain/values\\.ts$';
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
      comment: 'Types count too: modules in a circle have no order of layers.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    only('domain-is-pure', 'Rules know no clock, no I/O, no AWS, no Node.', '^functions/([^/]+)/domain/', [
      '^functions/$1/domain/',
      QUERIES,
      '^functions/pricing/domain/',
      '^shared/kernel/',
      '^events/',
      '^shared/messaging/event\\.ts$',
      MACHINES,
    ]),
    only('use-cases-know-ports', 'Use cases get the world as arguments.', '^functions/([^/]+)/use-cases/', [
      '^functions/$1/(domain|use-cases)/',
      QUERIES,
      '^functions/pricing/domain/',
      '^shared/kernel/',
      '^events/',
      '^shared/messaging/event\\.ts$',
    ]),
    only(
      'store-knows-the-table',
      'Only the store knows keys and items; it serves ports.',
      '^functions/([^/]+)/store/',
      [
        '^functions/$1/use-cases/ports\\.ts$',
        '^functions/$1/(domain|store)/',
        '^functions/$1/contract/',
        QUERIES,
        '^shared/(kernel|dynamodb)/',
        '^shared/runtime/fingerprint\\.ts$',
        '^events/',
        '^shared/messaging/event\\.ts$',
        '^node_modules/zod/',
      ],
    ),
    only('values-are-names', 'An import of values brings no other code with it.', VALUES, ['^shared/kernel/']),
    only('events-know-values', 'Of a domain, an event imports the names of values only.', '^events/[^/]+/', [
      '^events/',
      VALUES,
      '^shared/kernel/',
      '^shared/messaging/event\\.ts$',
      '^node_modules/zod/',
    ]),
    only('contracts-are-schemas', 'A contract needs zod and names of values.', '^functions/([^/]+)/contract/', [
      '^functions/$1/contract/',
      SCHEMAS,
      VALUES,
      '^shared/kernel/',
      '^shared/http/contract\\.ts$',
      '^node_modules/zod/',
    ]),
    only(
      'entry-points-wire',
      'An entry point joins its domain, shared code and queries of others.',
      '^functions/([^/]+)/entry/',
      [
        '^functions/$1/(?!testing/)',
        QUERIES,
        MACHINES,
        '^shared/(?!testing/)',
        '^docs/openapi\\.json$',
        '^node_modules/(zod|@types/aws-lambda)/',
      ],
    ),
    only(
      'queries-and-actions-are-doors',
      'They open the own store to other domains, and need nothing else.',
      '^functions/([^/]+)/(queries|actions)\\.ts$',
      ['^functions/$1/(domain|store)/', '^shared/(?!testing/)', '^events/', '^node_modules/zod/'],
    ),
    {
      name: 'adapters-serve-their-domain',
      comment: 'An adapter speaks to the world for its own domain.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/adapters/', pathNot: TEST },
      to: { path: `^(functions/(?!$1/)|functions/$1/(entry|store|testing)/|infra/|local/|${AROUND}|shared/testing/)` },
    },
    {
      name: 'rules-get-the-clock',
      comment: 'Rules and use cases get the time as an argument, so that tests can set it.',
      severity: 'error',
      from: { path: '^functions/[^/]+/(domain|use-cases)/', pathNot: TEST },
      to: { path: '^shared/kernel/clock\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domains-meet-in-queries',
      comment: 'Another domain is read through its queries.ts, and may be named by its values; pricing is a library.',
      severity: 'error',
      from: { path: DOMAIN, pathNot: TEST },
      to: {
        path: DOMAIN,
        pathNot: ['^functions/$1/', QUERIES, SCHEMAS, VALUES, '^functions/pricing/domain/'],
      },
    },
    only(
      'manifests-are-data',
      'A manifest names contracts, events and rights, and does nothing.',
      '^functions/([^/]+)/manifest\\.ts$',
      ['^functions/$1/contract/', '^functions/(manifest|rights)\\.ts$', '^events/'],
    ),
    {
      name: 'a-domain-knows-no-list-of-domains',
      comment: 'A bundle holds what its own domain needs. Only code outside the domains imports the shop.',
      severity: 'error',
      from: { path: '^functions/[^/]+/', pathNot: TEST },
      to: { path: '^functions/(index|shop)\\.ts$' },
    },
    {
      name: 'queries-are-wired-by-entry-points',
      comment: 'Use cases, rules and stores get queries as ports; they may name their types.',
      severity: 'error',
      from: { path: '^functions/[^/]+/(domain|use-cases|store)/', pathNot: TEST },
      to: { path: QUERIES, dependencyTypesNot: ['type-only'] },
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
      comment: 'The shop runs the same on AWS: it imports no local cloud and no tests.',
      severity: 'error',
      from: {
        path: '^(functions|shared|events|infra)/',
        pathNot: [TEST, '^shared/testing/', '^functions/[^/]+/testing/'],
      },
      to: { path: '^(local|tests)/' },
    },
    {
      name: 'cloud-stands-apart',
      comment: 'local/cloud runs any CDK app: it gets this one as arguments. The same holds for its tests.',
      severity: 'error',
      from: { path: '^local/cloud/' },
      to: { path: `^(${PRODUCT}|${AROUND}|local/(?!cloud/|dynamodb/|guard/))` },
    },
    {
      name: 'dynamodb-stands-alone',
      comment:
        'The engine also runs without the cloud, e.g. in a simulator: it gets clock and randomness as arguments.',
      severity: 'error',
      from: { path: '^local/dynamodb/' },
      to: { path: `^(${PRODUCT}|${AROUND}|local/(?!dynamodb/))` },
    },
    {
      name: 'stripe-stands-apart',
      comment: 'The stand-in declares the types of its clock and fault source; those of the cloud match them.',
      severity: 'error',
      from: { path: '^local/stripe/', pathNot: TEST },
      to: { path: `^(${PRODUCT}|${AROUND}|local/(?!stripe/|guard/))` },
    },
    {
      name: 'the-guard-stands-alone',
      comment: 'Every local server imports it.',
      severity: 'error',
      from: { path: '^local/guard/', pathNot: TEST },
      to: { path: `^(${PRODUCT}|${AROUND}|local/(?!guard/))` },
    },
    {
      name: 'shop-reads-queries',
      comment: 'Of a domain, local/shop imports queries, contract, manifest and domain/, never keys and items.',
      severity: 'error',
      from: { path: '^local/', pathNot: TEST },
      to: {
        path: '^functions/',
        pathNot: ['^functions/[^/]+\\.ts$', '^functions/[^/]+/(queries\\.ts|manifest\\.ts|contract(\\.ts|/)|domain/)'],
      },
    },
    {
      name: 'shared-knows-no-domain',
      comment: 'Shared code has no domain noun; it imports neither domains nor events.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: `^((functions|events|state-machines|infra)/|${AROUND})` },
    },
    only('the-kernel-stands-alone', 'Values and small rules: no I/O, no AWS, no Node.', '^shared/kernel/', [
      '^shared/kernel/',
      '^node_modules/(zod|ulid|i18n-iso-countries|postcode-validator)/',
    ]),
    only('files-are-texts', 'They read and write texts: no table, no AWS.', '^shared/files/', [
      '^shared/(files|kernel)/',
      '^shared/http/validation\\.ts$',
      '^(node:)?(zlib|util)$',
      '^node_modules/(zod|csv-parse|csv-stringify)/',
    ]),
    only('machines-are-data', 'Bundles contain them: they import nothing but each other.', '^state-machines/', [
      '^state-machines/',
    ]),
    {
      name: 'the-shop-runs-without-tools',
      comment: '`npm start` and `cdk deploy` install `dependencies` only. Tests and checks bring their tools.',
      severity: 'error',
      from: {
        path: `^(${PRODUCT}|local/|bench/)`,
        pathNot: [TEST, '/testing(\\.ts$|/)', '^local/dynamodb/conformance/'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'journeys-know-no-code',
      comment: 'tests/e2e drives the API from outside.',
      severity: 'error',
      from: { path: '^tests/e2e/' },
      to: { path: `^(${PRODUCT}|local/|scripts/|bench/|tests/(?!e2e/))` },
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
