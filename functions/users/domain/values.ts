/** Minutes in which a sign-in waits for its code. */
export const CHALLENGE_MINUTES = 5;

/** The name of the user pool's client by which the API enrols second factors. */
export const ENROLMENT_CLIENT = 'enrolment';

/** The channels for messages beside those about a user's own orders and account. */
export const CHANNELS = ['email', 'sms', 'push'] as const;
export type Channel = (typeof CHANNELS)[number];
