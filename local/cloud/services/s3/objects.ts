import type { ResourceType } from '../../cloud.ts';
import type { ApiRequest } from '../api.ts';
import type { Objects } from '../handles.ts';
import { physicalName } from '../names.ts';

/** Sends a request to the S3 engine and returns its body; throws for a status of 400 and up. */
export type S3Request = (method: 'GET' | 'PUT', path: string, payload?: string) => Promise<string>;

// Understood, and without effect on one machine: the bucket is empty at the start and no one else
// reaches it.
const WITHOUT_EFFECT = [
  'BucketEncryption',
  'LifecycleConfiguration',
  'LoggingConfiguration',
  'ObjectLockConfiguration',
  'ObjectLockEnabled',
  'OwnershipControls',
  'PublicAccessBlockConfiguration',
  'Tags',
  'VersioningConfiguration',
];

/** S3's resource types, and direct access to its objects for this process. */
export function createObjects(
  request: S3Request,
): Objects & { readonly types: Readonly<Record<string, ResourceType>> } {
  return {
    types: {
      'AWS::S3::Bucket': {
        properties: ['BucketName', ...WITHOUT_EFFECT],
        async create(resource, cloud) {
          const name = physicalName(resource, 'BucketName', 63).toLowerCase();
          await request('PUT', `/${name}`);
          const domain = `${name}.s3.amazonaws.com`;
          const regional = `${name}.s3.${cloud.region}.amazonaws.com`;
          return {
            ref: name,
            attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: domain, RegionalDomainName: regional },
          };
        },
      },
      // AWS enforces access.
      'AWS::S3::BucketPolicy': {
        properties: ['Bucket', 'PolicyDocument'],
        create: async ({ properties }) => ({ ref: String(properties.Bucket) }),
      },
    },
    async put(bucket, key, body) {
      await request('PUT', `/${nameOf(bucket)}/${encode(key)}`, body);
    },
    async list(bucket) {
      const xml = await request('GET', `/${nameOf(bucket)}?list-type=2`);
      return [...xml.matchAll(/<Key>(.*?)<\/Key>/g)].map((match) => String(match[1]));
    },
    get: (bucket, key) => request('GET', `/${nameOf(bucket)}/${encode(key)}`),
  };
}

/** The operation of a request to S3 for the fault switch, derived from its method and path. */
export function operationOfS3({ method, path }: Pick<ApiRequest, 'method' | 'path'>): string {
  const isObject = /^\/[^/?]+\/[^?]/.test(path);
  const verbs: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete', HEAD: 'Head' };
  if (!isObject && method === 'GET') return 'ListObjectsV2';
  if (!isObject && method === 'POST') return path.includes('?delete') ? 'DeleteObjects' : 'PostObject';
  return `${verbs[method] ?? method}${isObject ? 'Object' : 'Bucket'}`;
}

function nameOf(bucket: string): string {
  return bucket.replace(/^arn:aws:s3:::/, '');
}

function encode(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}
