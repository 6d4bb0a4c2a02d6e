import { isIPv6 } from 'node:net';

/**
 * Whose address it is, as far as an address tells: an IPv4 address as it is, of an IPv6 address the /64 network, since whoever has one
 * address of it has them all.
 */
export function sourceNetwork(address: string): string {
  if (!isIPv6(address)) return address;
  const [bare = ''] = address.split('%');
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  // An IPv4 address in IPv6 clothes (RFC 4291 §2.5.5.2): all of them are in one /64.
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return groups.join(':');
  return `${groups.slice(0, 4).join(':')}::/64`;
}
