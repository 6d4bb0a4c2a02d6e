import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAddress, changeAddress, EMPTY_BOOK, findAddress, MAX_ADDRESSES, removeAddress } from './address-book.ts';

const addressOf = (line1: string) => ({ name: 'Ada', line1, city: 'Berlin', postalCode: '10115', country: 'DE' });

const step = fc.record({
  kind: fc.constantFrom('add', 'change', 'remove'),
  street: fc.integer({ min: 0, max: 5 }),
  at: fc.nat({ max: 5 }),
  isDefault: fc.boolean(),
});

describe('an address book', () => {
  it('has exactly one default unless it is empty, and no duplicates, under any changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let book = EMPTY_BOOK;
        for (const [index, { kind, street, at, isDefault }] of steps.entries()) {
          const id = book.addresses[at]?.id;
          if (kind === 'add') {
            const added = addAddress(book, `adr_${index}`, addressOf(`Street ${street}`), isDefault);
            if (added.ok) book = added.value.book;
            if (added.ok && isDefault) expect(book.defaultId).toBe(added.value.id);
          } else if (id !== undefined) {
            book =
              kind === 'change'
                ? changeAddress(book, id, addressOf(`Other street ${index}`), isDefault)
                : removeAddress(book, id);
          }
          const ids = book.addresses.map((address) => address.id);
          expect(ids.length === 0 ? book.defaultId === undefined : ids.includes(book.defaultId ?? '')).toBe(true);
          expect(new Set(book.addresses.map(({ line1 }) => line1)).size).toBe(ids.length);
        }
      }),
    );
  });

  it('holds a limited number of addresses, and versions each', () => {
    let book = EMPTY_BOOK;
    for (let index = 0; index < MAX_ADDRESSES; index += 1) {
      const added = addAddress(book, `adr_${index}`, addressOf(`Street ${index}`), false);
      if (added.ok) book = added.value.book;
    }

    expect(addAddress(book, 'adr_x', addressOf('One more'), false)).toMatchObject({
      refusal: { code: 'users.too_many_addresses' },
    });
    expect(addAddress(book, 'adr_x', addressOf('Street 7'), true)).toMatchObject({
      value: { id: 'adr_7', book: { defaultId: 'adr_7' } },
    });
    expect(findAddress(changeAddress(book, 'adr_3', addressOf('Moved'), false), 'adr_3')).toMatchObject({
      line1: 'Moved',
      version: 2,
    });
  });
});
