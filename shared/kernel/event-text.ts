import * as z from 'zod';

/**
 * Texts of events: each is bounded, so that no event outgrows the bus. The bounds are wider than
 * any contract's, since archived events must stay readable.
 */

/** An id, a code or a name. */
export const eventText = z.string().max(256);

/** A title, or a path of names. */
export const eventLongText = z.string().max(2_000);

/** A sentence for people. */
export const eventDetail = z.string().max(4_000);
