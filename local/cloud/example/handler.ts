import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

const client = new DynamoDBClient();
const TableName = process.env.TABLE;

/** Stores a note, or returns it. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  const id = { S: event.pathParameters?.id ?? '' };
  if (event.requestContext.http.method === 'PUT') {
    const text = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString();
    await client.send(new PutItemCommand({ TableName, Item: { id, text: { S: text } } }));
    return { statusCode: 204 };
  }
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id } }));
  return Item === undefined ? { statusCode: 404 } : { statusCode: 200, body: JSON.stringify({ text: Item.text?.S }) };
}
