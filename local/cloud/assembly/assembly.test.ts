import { describe, expect, it } from 'vitest';
import type { Cloud, Resource } from '../cloud.ts';
import { memoryJournal } from '../journal.ts';
import { createResources, type ResourceTypes } from './create-resources.ts';
import type { Stack, Template } from './manifest.ts';
import { unknownProperties } from './property-check.ts';

const cloud: Cloud = {
  ...{ region: 'eu-central-1', accountId: '000000000000', clock: Date, dataDir: undefined, journal: memoryJournal() },
  log: () => undefined,
  invoke: async () => ({ ok: true, payload: null }),
};

/** A type that accepts `Name`, `Text` and `Parts`, and records the resources that it creates. */
function recorder(made: Resource[]): ResourceTypes {
  return {
    'Test::Thing': {
      properties: ['Name', 'Text', 'Parts.*.Key'],
      async create(resource) {
        made.push(resource);
        return { ref: `ref-${resource.logicalId}`, attributes: { Arn: `arn:${resource.logicalId}`, 'Nested.Id': '7' } };
      },
    },
  };
}

const stackOf = (template: Template, name = 'one'): Stack => ({ name, template });
const thing = (properties: Record<string, unknown>, more: object = {}) => ({
  Type: 'Test::Thing',
  Properties: properties,
  ...more,
});

describe('the resources of a template', () => {
  it('are created after the resources that they refer to, with the intrinsic functions resolved', async () => {
    const made: Resource[] = [];
    const template: Template = {
      Conditions: { IsHere: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } },
      Mappings: { Sizes: { small: { cpu: '1' } } },
      Resources: {
        Last: thing({
          Name: { 'Fn::Join': ['-', ['a', { Ref: 'First' }, { 'Fn::GetAtt': ['First', 'Nested.Id'] }]] },
          Text: {
            'Fn::If': [
              'IsHere',
              { 'Fn::Sub': [`\${AWS::AccountId} \${First.Arn} \${own} \${!kept}`, { own: 'x' }] },
              'no',
            ],
          },
          Parts: [
            { Key: { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] } },
            { Key: { 'Fn::FindInMap': ['Sizes', 'small', 'cpu'] } },
            { 'Fn::If': ['IsHere', { Ref: 'AWS::NoValue' }, { Key: 'no' }] },
          ],
        }),
        First: thing({ Name: 'first' }),
      },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['First', 'Arn'] }, Export: { Name: 'one:arn' } } },
    };
    const importing: Template = { Resources: { Other: thing({ Name: { 'Fn::ImportValue': 'one:arn' } }) } };

    const { outputs } = await createResources([stackOf(template), stackOf(importing, 'two')], recorder(made), cloud);

    expect(made.map(({ logicalId, properties }) => [logicalId, properties])).toEqual([
      ['First', { Name: 'first' }],
      [
        'Last',
        {
          Name: 'a-ref-First-7',
          Text: `000000000000 arn:First x \${kept}`,
          Parts: [{ Key: 'b' }, { Key: '1' }],
        },
      ],
      ['Other', { Name: 'arn:First' }],
    ]);
    expect(outputs).toEqual({ one: { Arn: 'arn:First' }, two: {} });
  });

  it('are left out when their condition does not hold', async () => {
    const made: Resource[] = [];
    const template: Template = {
      Conditions: { No: { 'Fn::Not': [{ Condition: 'Yes' }] }, Yes: { 'Fn::Equals': ['a', 'a'] } },
      Resources: { Here: thing({}, { Condition: 'Yes' }), Gone: thing({}, { Condition: 'No' }) },
    };

    await createResources([stackOf(template)], recorder(made), cloud);

    expect(made.map(({ logicalId }) => logicalId)).toEqual(['Here']);
  });

  it('are not created at all when one type or property is unknown, and the message names each', async () => {
    const made: Resource[] = [];
    const template: Template = {
      Resources: {
        Fine: thing({ Name: 'fine' }),
        Odd: thing({ Colour: 'red', Parts: [{ Key: 1, Size: 2 }] }),
        Strange: { Type: 'Test::Unheard' },
        Computed: thing({ Name: { 'Fn::GetAZs': '' } }),
      },
    };

    const message = await createResources([stackOf(template)], recorder(made), cloud).catch((error) => error.message);

    expect(message.split('\n')).toEqual([
      'one/Odd (Test::Thing): the local cloud does not understand the property Colour',
      'one/Odd (Test::Thing): the local cloud does not understand the property Parts.0.Size',
      'one/Strange (Test::Unheard): the local cloud does not know this resource type',
      'one/Computed (Test::Thing): Fn::GetAZs is not supported',
    ]);
    expect(made).toEqual([]);
  });

  it.each([
    [{ A: thing({ Name: { Ref: 'B' } }), B: thing({ Name: { Ref: 'A' } }) }, /circular dependency A → B → A/],
    [{ A: thing({ Name: { Ref: 'Nobody' } }) }, /one\/A .*there is no resource or parameter Nobody/],
    [{ A: thing({ Name: { 'Fn::ImportValue': 'nothing' } }) }, /no stack exports nothing/],
    [{ A: thing({}), B: thing({ Name: { 'Fn::GetAtt': ['A', 'Size'] } }) }, /A \(Test::Thing\) has no attribute Size/],
  ])('that cannot be resolved are refused by name', async (Resources, message) => {
    await expect(createResources([stackOf({ Resources })], recorder([]), cloud)).rejects.toThrow(message);
  });
});

describe('a dynamic reference to a secret', () => {
  const secrets = new Map([
    ['app/login', '{"password":"p"}'],
    ['arn:aws:secretsmanager:eu-central-1:000000000000:secret:key-0a1b2c', 'k'],
  ]);
  const create = (Text: unknown, made: Resource[]) => {
    const template = { Resources: { A: thing({ Parts: [{ Key: Text }] }) } };
    return createResources([stackOf(template)], recorder(made), cloud, undefined, (id) => secrets.get(id));
  };

  it.each([
    ['{{resolve:secretsmanager:app/login:SecretString:password::}}', 'p'],
    ['{{resolve:secretsmanager:app/login}}', '{"password":"p"}'],
    [{ 'Fn::Join': ['', ['{{resolve:secretsmanager:', [...secrets.keys()][1], ':SecretString:::}}']] }, 'k'],
    ['a {{resolve:secretsmanager:app/login:SecretString:password:AWSCURRENT}} b', 'a p b'],
  ])('becomes its value, by name or by ARN', async (text, value) => {
    const made: Resource[] = [];

    await create(text, made);

    expect(made[0]?.properties).toEqual({ Parts: [{ Key: value }] });
  });

  it.each([
    ['{{resolve:secretsmanager:nothing}}', /there is no secret nothing/],
    ['{{resolve:secretsmanager:app/login:SecretString:user}}', /app\/login has no member user/],
  ])('that leads to nothing is refused by name', async (text, message) => {
    await expect(create(text, [])).rejects.toThrow(message);
  });
});

describe('the property check', () => {
  it('covers everything below a listed path, and a star matches any key', () => {
    const understood = ['Name', 'Code.S3Key', 'Tags', 'Routes.*.Limit'];

    const unknown = unknownProperties(
      { Name: { any: 'thing' }, Code: { S3Key: 'k', ZipFile: 'z' }, Routes: { a: { Limit: 1, Burst: 2 } }, Code2: 1 },
      understood,
    );

    expect(unknown).toEqual(['Code.ZipFile', 'Routes.a.Burst', 'Code2']);
    expect(unknownProperties({ Code: 'text' }, understood)).toEqual(['Code']);
  });
});
