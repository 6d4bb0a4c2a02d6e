/**
 * How often a consumer's queue hands out a message before it moves it to the dead-letter queue. The
 * queue is deployed with this number, and the consumer knows by it which receive is the last.
 */
export const MAX_RECEIVES = 5;
