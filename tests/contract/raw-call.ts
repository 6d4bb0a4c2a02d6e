import { request } from 'node:http';
import type { Answer } from '../e2e/shop.ts';

/**
 * Sends a request as it is. `fetch` would fold steps of a path, and encode what is not.
 *
 * @param target path and query below `/v1`, already encoded.
 */
export function rawCall(
  method: string,
  target: string,
  {
    body,
    headers,
  }: { readonly body?: string | Buffer | undefined; readonly headers: Readonly<Record<string, string>> },
): Promise<Answer> {
  const { hostname, port, pathname } = new URL(process.env.API_URL ?? '');
  return new Promise((resolve, reject) => {
    // Node states no length for a GET or a DELETE.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { hostname, port, path: `${pathname}${target}`, method, headers: { ...headers, ...length } };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const received = new Headers();
        for (const [name, value] of Object.entries(response.headers)) received.set(name, String(value));
        const isJson = received.get('content-type')?.includes('json') ?? false;
        resolve({
          status: response.statusCode ?? 0,
          headers: received,
          body: isJson && text !== '' ? JSON.parse(text) : text,
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
