import type { ApiRequest } from '../api.ts';
import { checkPolicy } from './post-policy.ts';
import type { Checking } from './presigned-url.ts';
import { accessDenied, S3Error } from './s3-error.ts';
import { ALGORITHM, type Credential, readCredential, requireKey, requireSame, signatureOfPolicy } from './signature.ts';

/** S3's limit for all fields before the file, in bytes. */
const MAX_FIELD_BYTES = 20_480;

/** As S3 names them in its errors. */
const SIGNED_FIELDS = ['Policy', 'X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature'];
/** The fields that the engine reads by their exact names; it knows the others in any case. */
const ENGINE_FIELDS = ['Content-Type', 'Content-Disposition', 'Content-Encoding', 'Cache-Control'];

interface Form {
  readonly fields: Map<string, string>;
  readonly sentAs: Map<string, string>;
  readonly file: File;
}

/**
 * Checks the upload of a form: its signature, its policy, and that the policy covers all its
 * fields. Returns the request for the engine, which stores the file and checks nothing of this.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
export async function checkFormUpload(request: ApiRequest, { region, now }: Checking): Promise<ApiRequest> {
  const form = await readForm(request);
  const { fields, sentAs, file } = form;
  const key = fields.get('key');
  if (key === undefined) throw missing('key');
  const policy = await signedPolicyOf(fields, region);
  fields.set('key', key.replaceAll(FILENAME, file.name));
  const bucket = decodeURIComponent(request.path.split(/[/?]/)[1] ?? '');
  checkPolicy(policy, { fields: new Map([...fields, ['bucket', bucket]]), sentAs, size: file.size }, now);
  return forEngine(request, form);
}

// The placeholder that S3 replaces with the name of the file.
const FILENAME = `$\{filename}`;

/** The policy, whose signature is right. It is compared as it was sent, before it is read. */
async function signedPolicyOf(fields: ReadonlyMap<string, string>, region: string): Promise<string> {
  const signed = SIGNED_FIELDS.filter((name) => fields.has(name.toLowerCase()));
  if (fields.has('awsaccesskeyid')) throw unsupported();
  // A form without a signature is anonymous, and every bucket is private.
  if (signed.every((name) => name === 'Policy')) throw accessDenied();
  const [policy, algorithm, credentialText, date, signature] = SIGNED_FIELDS.map((name) => {
    const value = fields.get(name.toLowerCase());
    if (value === undefined) throw missing(name);
    return value;
  }) as [string, string, string, string, string];
  if (algorithm !== ALGORITHM) throw unsupported();
  const credential = credentialOf(credentialText, region);
  if (!/^\d{8}T\d{6}Z$/.test(date)) {
    throw argument('X-Amz-Date must be formated via ISO8601 Long format', 'X-Amz-Date', date);
  }
  requireKey(credential, fields.get('x-amz-security-token'));
  const expected = await signatureOfPolicy(policy, credential, region);
  requireSame(signature, expected, {
    AWSAccessKeyId: credential.accessKeyId,
    StringToSign: policy,
    StringToSignBytes: Buffer.from(policy).toString('hex').replace(/..\B/g, '$& '),
  });
  return policy;
}

function credentialOf(text: string, region: string): Credential {
  const credential = readCredential(text, region);
  if ('problem' in credential) throw argument(credential.problem, 'X-Amz-Credential', text);
  return credential;
}

/** The fields before the file, and the file. S3 ignores all that follows it. */
async function readForm({ headers, body }: ApiRequest): Promise<Form> {
  const fields = new Map<string, string>();
  const sentAs = new Map<string, string>();
  let bytes = 0;
  for (const [name, value] of await partsOf(headers['content-type'] ?? '', body)) {
    if (name === 'file') return { fields, sentAs, file: fileOf(value) };
    const text = typeof value === 'string' ? value : await value.text();
    bytes += Buffer.byteLength(name) + Buffer.byteLength(text);
    if (bytes > MAX_FIELD_BYTES) {
      const message = 'Your POST request fields preceeding the upload file was too large.';
      const elements = { MaxPostPreDataLengthBytes: String(MAX_FIELD_BYTES) };
      throw new S3Error(400, 'MaxPostPreDataLengthExceeded', message, elements);
    }
    fields.set(name.toLowerCase(), text);
    sentAs.set(name.toLowerCase(), name);
  }
  throw argument('POST requires exactly one file upload per request.', 'file', '0');
}

const fileOf = (value: string | File): File => (typeof value === 'string' ? new File([value], '') : value);

async function partsOf(contentType: string, body: ApiRequest['body']): Promise<FormData> {
  try {
    return await new Response(Buffer.from(body as Uint8Array), { headers: { 'content-type': contentType } }).formData();
  } catch {
    const message = 'The body of your POST request is not well-formed multipart/form-data.';
    throw new S3Error(400, 'MalformedPOSTRequest', message);
  }
}

/** The same form with names in the case that the engine knows. */
async function forEngine(request: ApiRequest, { fields, file }: Form): Promise<ApiRequest> {
  const form = new FormData();
  for (const [name, value] of fields) {
    form.append(ENGINE_FIELDS.find((known) => known.toLowerCase() === name) ?? name, value);
  }
  form.append('file', file);
  const encoded = new Response(form);
  const body = new Uint8Array(await encoded.arrayBuffer());
  const contentType = encoded.headers.get('content-type') ?? '';
  const headers = { ...request.headers, 'content-type': contentType, 'content-length': String(body.byteLength) };
  return { ...request, headers, body };
}

const missing = (name: string): S3Error =>
  argument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    name,
    '',
  );

const argument = (message: string, ArgumentName: string, ArgumentValue: string): S3Error =>
  new S3Error(400, 'InvalidArgument', message, { ArgumentName, ArgumentValue });

const unsupported = (): S3Error =>
  new S3Error(
    400,
    'InvalidRequest',
    `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
  );
