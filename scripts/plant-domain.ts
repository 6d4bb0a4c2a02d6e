import assert from 'node:assert/strict';
import { DOMAIN, EVENT, EVENT_HANDLER, READ_UPWARDS, ROUTE, ROUTE_HANDLER } from './planting/additions.ts';
import { type Checkout, copyCheckout, type Edit, type Run } from './planting/checkout.ts';
import { typeCheckOf } from './planting/type-check.ts';

/**
 * Plants the example domain, a route and an event with its consumer in a copy of the checkout, and
 * throws the copy away. It shows that each is complete with the edits of `planting/additions.ts`,
 * and that a missing edit is refused.
 */
const EXAMPLE = 'docs/example-domain';
const README = 'functions/reviews/README.md';

const filesOf = (...edits: readonly (readonly Edit[])[]): string[] => [
  ...new Set(edits.flat().map(({ path }) => path)),
];

function succeeded({ code, output }: Run): string {
  assert.equal(code, 0, output);
  return output;
}

function failed({ code, output }: Run, reason: string): void {
  assert.notEqual(code, 0, `This was not refused: ${reason}`);
  assert.ok(output.includes(reason), output);
}

function show(sentence: string): void {
  console.log(`✓ ${sentence}`);
}

async function plantDomain(checkout: Checkout): Promise<void> {
  for (const folder of ['events', 'functions', 'tests']) checkout.addFolder(`${EXAMPLE}/${folder}`, folder);
  checkout.apply(DOMAIN);
  assert.deepEqual(filesOf(DOMAIN), ['functions/index.ts', 'tests/contract/expectations.ts']);
  failed(await checkout.node('scripts/docs.ts', '--check'), `${README} is stale`);
  failed(await checkout.node('scripts/openapi.ts', '--check'), 'docs/openapi.json');
  show('A domain is a folder, a line in functions/index.ts and its rows in the access matrix.');
}

/** Each addition compiles with its three files, and not with one less. */
function plantAdditions(checkout: Checkout): void {
  const errors = typeCheckOf(checkout.directory);
  assert.deepEqual([...errors()], []);
  show('The domain compiles.');
  checkout.apply([...ROUTE, ...EVENT]);
  assert.deepEqual([...errors().keys()].sort(), [
    'functions/reviews/entry/api.ts',
    'functions/reviews/entry/events.ts',
  ]);
  show('A route without a handler and an event without its consumer’s handler do not compile.');
  checkout.apply([...ROUTE_HANDLER, ...EVENT_HANDLER]);
  assert.deepEqual([...errors()], []);
  assert.equal(filesOf(ROUTE, ROUTE_HANDLER).length, 3);
  assert.equal(filesOf(EVENT, EVENT_HANDLER).length, 3);
  show('A route is three files, an event and its consumer are three files.');
}

async function refuseReadUpwards(checkout: Checkout): Promise<void> {
  const undo = checkout.apply(READ_UPWARDS);
  failed(await checkout.node('functions/index.ts'), 'reviews-api reads orders upwards without a reason.');
  undo();
  show('A read upwards without a reason is refused.');
}

async function generateDocuments(checkout: Checkout): Promise<void> {
  succeeded(await checkout.node('scripts/openapi.ts'));
  succeeded(await checkout.node('scripts/openapi.ts', '--check'));
  succeeded(await checkout.node('scripts/docs.ts'));
  succeeded(await checkout.node('scripts/docs.ts', '--check'));
  const readme = checkout.read(README);
  for (const part of ['DELETE /v1/reviews/{sku}', '`UserBanned.v1`', '`ReviewWritten.v1`', 'entry/events.ts']) {
    assert.ok(readme.includes(part), `${README} lacks ${part}.`);
  }
  assert.ok(checkout.read('docs/architecture.md').includes('functions/reviews/README.md'));
  const { paths } = JSON.parse(checkout.read('docs/openapi.json'));
  assert.deepEqual(Object.keys(paths['/v1/reviews/{sku}']).sort(), ['delete', 'get']);
  assert.ok(paths['/v1/reviews'].post);
  show('Its documents are generated: the tables of its README, the domains, OpenAPI.');
}

async function bundle(checkout: Checkout): Promise<void> {
  succeeded(await checkout.node('scripts/build.ts'));
  for (const name of ['reviews-api', 'reviews-events']) assert.ok(checkout.has(`dist/${name}/index.js`), name);
  show('Its functions are bundled.');
}

const SYNTHESIZE = `
  const { synthesize } = await import('./infra/testing/synthesize.ts');
  process.stdout.write(JSON.stringify(synthesize().resources));`;

async function synthesize(checkout: Checkout): Promise<void> {
  const output = succeeded(await checkout.node('--input-type=module', '--eval', SYNTHESIZE));
  // biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON.
  const resources: { id: string; type: string; properties: any }[] = JSON.parse(output);
  const named = (type: string, member: string): string[] =>
    resources
      .filter((resource) => resource.type === type)
      .map(({ properties }) => properties[member])
      .filter((name: unknown) => typeof name === 'string' && name.includes('reviews'))
      .sort();
  const functions = ['souk-dev-reviews-api', 'souk-dev-reviews-events', 'souk-dev-reviews-publisher'];
  assert.deepEqual(named('AWS::DynamoDB::GlobalTable', 'TableName'), ['souk-dev-reviews']);
  assert.deepEqual(named('AWS::Lambda::Function', 'FunctionName'), functions);
  assert.deepEqual(named('AWS::SQS::Queue', 'QueueName'), ['souk-dev-reviews-events', 'souk-dev-reviews-events-dead']);
  assert.deepEqual(named('AWS::ApiGatewayV2::Route', 'RouteKey'), [
    'DELETE /v1/reviews/{sku}',
    'GET /v1/reviews/{sku}',
    'POST /v1/reviews',
  ]);
  const roles = resources.filter(({ type, id }) => type === 'AWS::IAM::Role' && /reviews/i.test(id));
  assert.equal(roles.length, functions.length);
  const rule = resources.find(
    ({ properties }) => properties.EventPattern && properties.Name === 'souk-dev-reviews-events',
  );
  assert.deepEqual(rule?.properties.EventPattern, {
    source: ['souk.users'],
    'detail-type': ['UserErased', 'UserBanned'],
  });
  show('It is deployed: table, functions with their roles, publisher, queues, rule, routes.');
}

async function checkCode(checkout: Checkout): Promise<void> {
  succeeded(await checkout.node('scripts/boundaries.ts'));
  succeeded(
    await checkout.node('node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', 'functions', 'events', 'tests'),
  );
  succeeded(await checkout.node('node_modules/knip/bin/knip.js'));
  show('It keeps to the import rules, the linter and knip.');
}

async function test(checkout: Checkout): Promise<void> {
  const files = [
    'functions/reviews',
    'functions/contracts.test.ts',
    'events/registry.test.ts',
    'console/patterns.test.ts',
  ];
  succeeded(
    await checkout.node(
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      'unit',
      '--project',
      'isolated',
      ...files,
    ),
  );
  show('Its tests pass, and those of all contracts, events and key tables.');
}

const checkout = copyCheckout();
try {
  await plantDomain(checkout);
  plantAdditions(checkout);
  await refuseReadUpwards(checkout);
  await generateDocuments(checkout);
  await Promise.all([bundle(checkout), synthesize(checkout)]);
  await Promise.all([checkCode(checkout), test(checkout)]);
} finally {
  checkout.remove();
}
