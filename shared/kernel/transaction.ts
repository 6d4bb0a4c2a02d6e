/** The most actions that a transaction of DynamoDB holds, for use cases that plan transactions. */
export const MAX_ACTIONS = 100;
