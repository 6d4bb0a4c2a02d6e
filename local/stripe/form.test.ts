import { expect, test } from 'vitest';
import { parseForm } from './form.ts';

test('nested keys become nested maps', () => {
  const form = parseForm('amount=10&metadata[orderId]=ord_1&a[b][c]=d');

  expect(form).toEqual(
    new Map<string, unknown>([
      ['amount', '10'],
      ['metadata', new Map([['orderId', 'ord_1']])],
      ['a', new Map([['b', new Map([['c', 'd']])]])],
    ]),
  );
});

test('items of an array are numbered, with or without numbers from the sender', () => {
  const numbered = new Map([['expand', new Map(Object.entries({ 0: 'a', 1: 'b' }))]]);

  expect(parseForm('expand[]=a&expand[]=b')).toEqual(numbered);
  expect(parseForm('expand[0]=a&expand[1]=b')).toEqual(numbered);
});

test('percent-encoded brackets, spaces and letters outside ASCII are decoded', () => {
  const form = parseForm('metadata%5Bnote%5D=a+b%20%C3%A9%3D%26');

  expect(form.get('metadata')).toEqual(new Map([['note', 'a b é=&']]));
});

test('a key that is named like a prototype is only a key', () => {
  const form = parseForm('__proto__[polluted]=yes');

  expect(form.get('__proto__')).toEqual(new Map([['polluted', 'yes']]));
  expect({}).not.toHaveProperty('polluted');
});

test.each(['a=1&a[b]=2', 'a[b]=1&a=2', 'a[=1', '[a]=1', 'a[b]c=1', '=1'])('%s is refused', (text) => {
  expect(() => parseForm(text)).toThrow(expect.objectContaining({ status: 400 }));
});
