import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { startCloud } from '../start.ts';
import { notes } from './notes.ts';

test('An app that knows nothing of the cloud is synthesized and run: API, function and table', async () => {
  const cloud = await startCloud({ app: notes });
  onTestFinished(() => cloud.stop());
  const note = (id: string) => `${cloud.url}/notes/${id}`;

  const kept = await fetch(note('1'), { method: 'PUT', body: 'Buy milk' });
  const read = await fetch(note('1'));
  const missing = await fetch(note('2'));

  expect([kept.status, read.status, missing.status]).toEqual([204, 200, 404]);
  expect(await read.json()).toEqual({ text: 'Buy milk' });
  const { Count } = await cloud.handles.tables
    .client()
    .send(new ScanCommand({ TableName: cloud.outputs.notes?.TableName }));
  expect(Count).toBe(1);
});
