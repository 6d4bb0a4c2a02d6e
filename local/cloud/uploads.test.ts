import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { expect, onTestFinished, test } from 'vitest';
import { startCloud } from './start.ts';
import { synthesizeStack, temporaryFolder } from './testing/assembly.ts';

test('A form and a URL that a cloud’s client signed are good until its clock is ahead of them', async () => {
  const folder = temporaryFolder();
  onTestFinished(() => folder.remove());
  const app = synthesizeStack(folder.path, (stack) => void new Bucket(stack, 'Imports', { bucketName: 'imports' }));
  const cloud = await startCloud({ app });
  onTestFinished(() => cloud.stop());
  const client = new S3Client({
    ...{ region: cloud.region, endpoint: String(cloud.endpoints.AWS_ENDPOINT_URL_S3) },
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  onTestFinished(() => client.destroy());
  const object = { Bucket: 'imports', Key: 'list.csv' };
  const { url, fields } = await createPresignedPost(client, { ...object, Expires: 600 });
  const readUrl = await getSignedUrl(client, new GetObjectCommand(object), { expiresIn: 600 });
  const upload = () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new File(['a,b'], 'list.csv'));
    return fetch(url, { method: 'POST', body: form });
  };

  expect((await upload()).status).toBe(204);
  expect(await (await fetch(readUrl)).text()).toBe('a,b');
  expect(await cloud.handles.objects.get('imports', 'list.csv')).toBe('a,b');

  await cloud.clock.advance(601);

  expect([(await upload()).status, (await fetch(readUrl)).status]).toEqual([403, 403]);
});
