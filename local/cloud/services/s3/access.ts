import type { Cloud } from '../../cloud.ts';
import type { ApiHandler, ApiRequest } from '../api.ts';
import { checkFormUpload } from './form-upload.ts';
import { checkPresignedUrl, isPresigned } from './presigned-url.ts';
import { accessDenied, replyOf, S3Error } from './s3-error.ts';

/**
 * The engine's handler behind the checks that it lacks: of presigned URLs and of forms. A request
 * without any signature is refused, since a bucket is private. Signatures in headers are not
 * checked: this cloud enforces no permissions.
 */
export function withAccessChecks(handler: ApiHandler, { region, clock }: Pick<Cloud, 'region' | 'clock'>): ApiHandler {
  const checked = async (request: ApiRequest): Promise<ApiRequest> => {
    const query = new URLSearchParams(request.path.split('?')[1] ?? '');
    const checking = { region, now: clock.now() };
    if (isForm(request)) return checkFormUpload(request, checking);
    if (isPresigned(query)) await checkPresignedUrl(request, checking);
    else if (request.headers.authorization === undefined) refuseUnsigned(request, query);
    return request;
  };
  return async (request) => {
    // The engine's other services answer at the root.
    if (request.method === 'POST' && request.path === '/') return handler(request);
    try {
      return await handler(await checked(request));
    } catch (error) {
      if (error instanceof S3Error) return replyOf(error, request.method);
      throw error;
    }
  };
}

const isForm = ({ method, headers }: ApiRequest): boolean =>
  method === 'POST' && (headers['content-type'] ?? '').toLowerCase().startsWith('multipart/form-data');

function refuseUnsigned({ method, path }: ApiRequest, query: URLSearchParams): never {
  const isOfBucket = /^\/[^/?]+\/?(\?|$)/.test(path);
  if (method !== 'POST' || !isOfBucket || query.has('delete')) throw accessDenied();
  const Condition = 'Bucket POST must be of the enclosure-type multipart/form-data';
  const message = 'At least one of the pre-conditions you specified did not hold';
  throw new S3Error(412, 'PreconditionFailed', message, { Condition });
}
