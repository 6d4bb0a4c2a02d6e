import type { FileFormat } from '../kernel/import.ts';

/** The format of an uploaded file, by its content type. */
export const formatOf = (contentType = ''): FileFormat => (contentType.startsWith('text/csv') ? 'csv' : 'jsonl');
