/** Click ids of advertisers, and what mail programs and cache breakers add to a link. */
const NAMES: ReadonlySet<string> = new Set([
  ...['gclid', 'gbraid', 'wbraid', 'dclid', 'gad_source', 'srsltid', '_gl', '_ga'],
  ...['fbclid', 'igshid', 'msclkid', 'ttclid', 'twclid', 'li_fat_id', 'yclid', 'epik'],
  ...['mc_cid', 'mc_eid', '_hsenc', '_hsmi', '_'],
]);

/**
 * Whether a query parameter comes from a tracker of links, such as `utm_source`.
 * Public reads ignore it, since people paste such links; no route may give it a meaning.
 */
export const isTracking = (name: string | undefined): boolean =>
  name !== undefined && (name.startsWith('utm_') || NAMES.has(name));
