/** How many actions one transaction of DynamoDB holds. A use case plans with it. */
export const MAX_ACTIONS = 100;
