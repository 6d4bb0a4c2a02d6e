import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { Readable } from 'node:stream';
const bodyText = Buffer.from(JSON.stringify({ Item: { pk: { S: 'a' }, n: { N: '1' }, doc: { M: { x: { S: 'y' }, l: { L: [{ N: '1' }] } } } } }));
const stub = { async handle() { return { response: { statusCode: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: Readable.from([bodyText]) } }; } };
const c = new DynamoDBClient({ region: 'eu-central-1', endpoint: 'http://127.0.0.1:1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, requestHandler: stub as never });
const d = DynamoDBDocumentClient.from(c, { marshallOptions: { removeUndefinedValues: true } });
const run = async (n: number) => { const u = process.cpuUsage(); for (let i = 0; i < n; i++) await d.send(new GetCommand({ TableName: 'test', Key: { pk: 'a' + i } })); const v = process.cpuUsage(u); return (v.user + v.system) / n; };
console.log('cold', await run(20)); console.log('warm', await run(200)); console.log('hot', await run(3000)); console.log('hot', await run(3000));
