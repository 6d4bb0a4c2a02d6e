import { fingerprint } from '../../../shared/runtime/fingerprint.ts';

/**
 * Index key under which a guest's orders are found once the email's owner has an account. A plain
 * hash is enough: it is stored beside the email itself and erased with it. It only keeps the
 * address out of keys, which show in logs and metrics.
 */
export const emailHash = (email: string): string => fingerprint(email.toLowerCase());
