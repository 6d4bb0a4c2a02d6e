/** Crockford's base 32: no I, L, O or U, so that a number can be read out over the phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The number that people use, e.g. `K7Q2-9XWM-3TFA`. Its 60 random bits need no counter, and do not
 * reveal how much the shop sells. Two of ten million orders share a number with a chance of 1 in
 * 20,000; only people rely on it.
 *
 * @param random 12 random bytes.
 */
export function orderNumber(random: Uint8Array): string {
  const digits = [...random.subarray(0, 12)].map((byte) => ALPHABET.charAt(byte % 32)).join('');
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
}
