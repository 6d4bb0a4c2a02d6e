import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/**
 * Compresses a file. Catalogues are repetitive: about a tenth of their size is left, and of the
 * cost to store them.
 */
export const compress = async (text: string): Promise<Uint8Array> => promisify(gzip)(text);

export const decompress = async (bytes: Uint8Array): Promise<string> => (await promisify(gunzip)(bytes)).toString();
