import { expect, test } from 'vitest';
import type { Stack, TemplateResource } from '../assembly/manifest.ts';
import { changedResources } from './template-change.ts';

const stack = (Resources: Record<string, TemplateResource>): readonly Stack[] => [
  { name: 'api', template: { Resources } },
];
const fn = (more: object) => ({ Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f', ...more } });
const route = { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: 'GET /v1/carts' } };

test('A change of code is not a change of the template, one of any other property is', () => {
  const before = stack({ F: fn({ Code: { S3Key: 'a.zip' }, Timeout: 10 }) });

  expect(changedResources(before, stack({ F: fn({ Code: { S3Key: 'b.zip' }, Timeout: 10 }) }))).toEqual([]);
  expect(changedResources(before, stack({ F: fn({ Code: { S3Key: 'b.zip' }, Timeout: 11 }) }))).toEqual([
    { stack: 'api', logicalId: 'F', type: 'AWS::Lambda::Function' },
  ]);
});

test('An added and a removed resource are changes', () => {
  expect(changedResources(stack({ Old: route }), stack({ Young: route }))).toEqual([
    { stack: 'api', logicalId: 'Old', type: 'AWS::ApiGatewayV2::Route' },
    { stack: 'api', logicalId: 'Young', type: 'AWS::ApiGatewayV2::Route' },
  ]);
});
