import type { Key } from '../../../shared/dynamodb/actions.ts';

/**
 * All keys are in one partition: they are few enough to list in pages, and each is looked up by id.
 */
export const API_KEYS = 'api-keys';

export const apiKeyKey = (id: string): Key => ({ pk: API_KEYS, sk: id });
