import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sourceNetwork } from './source-network.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::ffff:203.0.113.7', '0:0:0:0:0:ffff:cb00:7107'],
  ['', ''],
])('The network of %s is %s.', (address, network) => {
  expect(sourceNetwork(address)).toBe(network);
});

const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
const half = fc.array(group, { minLength: 4, maxLength: 4 });

test('Two IPv6 addresses in any notation share a network exactly if their first 64 bits are equal.', () => {
  fc.assert(
    fc.property(half, half, half, (first, second, other) => {
      // IPv4 addresses are where the first half is zero, and they have no network of their own.
      fc.pre(first.some((part) => part !== '0'));
      const network = sourceNetwork([...first, ...second].join(':'));

      expect(sourceNetwork([...first, ...other].map((part) => part.padStart(4, '0').toUpperCase()).join(':'))).toBe(
        network,
      );
      expect(sourceNetwork([...other, ...second].join(':')) === network).toBe(other.join() === first.join());
    }),
  );
});
