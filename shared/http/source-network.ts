import { isIPv6 } from 'node:net';

/**
 * The part of a source address that identifies its owner. An IPv4 address is returned unchanged. An
 * IPv6 address is reduced to its /64 network, because one owner has all addresses in it.
 */
export function sourceNetwork(address: string): string {
  if (!isIPv6(address)) return address;
  const [bare = ''] = address.split('%');
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  // IPv4-mapped addresses (RFC 4291 §2.5.5.2) share one /64, so each of them stays a network of its
  // own.
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return groups.join(':');
  return `${groups.slice(0, 4).join(':')}::/64`;
}
