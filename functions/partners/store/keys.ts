import type { Key } from '../../../shared/dynamodb/actions.ts';

/** All keys in one partition: so few that a page lists them, and a look-up is by id. */
export const API_KEYS = 'api-keys';

export const apiKeyKey = (id: string): Key => ({ pk: API_KEYS, sk: id });
