import { join } from 'node:path';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/**
 * The smallest app worth running: notes in a table, behind an API. `handler.ts` is bundled to the
 * folder in the context `bundle`.
 */
const stack = new Stack(new App(), 'notes');
const table = new TableV2(stack, 'Notes', { partitionKey: { name: 'id', type: AttributeType.STRING } });
const handler = new LambdaFunction(stack, 'Handler', {
  functionName: 'notes-api',
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromAsset(join(process.cwd(), String(stack.node.getContext('bundle')))),
  environment: { TABLE: table.tableName },
});
table.grantReadWriteData(handler);
const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/notes/{id}',
  methods: [HttpMethod.GET, HttpMethod.PUT],
  integration: new HttpLambdaIntegration('Integration', handler),
});
new CfnOutput(stack, 'TableName', { value: table.tableName });
