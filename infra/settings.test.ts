import { describe, expect, it } from 'vitest';
import { settingsOf } from './settings.ts';

describe('the settings of a deployment', () => {
  it.each(['XXQ', 'eur', '', 'XAU'])(
    'refuse %j as the currency, which ISO 4217 lacks or which has no minor unit',
    (currency) => {
      expect(() => settingsOf({ currency })).toThrow(`currency: ${currency} is no currency of ISO 4217`);
    },
  );

  it.each(['EUR', 'JPY', 'KWD'])('take %s as the currency', (currency) => {
    expect(settingsOf({ currency })).toMatchObject({ currency });
  });

  it('refuse an unknown name, and a page to return to that is not on the web', () => {
    expect(() => settingsOf({ curency: 'EUR' })).toThrow('curency: there is no such setting');
    expect(() => settingsOf({ paymentReturnUrl: 'javascript:alert(1)' })).toThrow('paymentReturnUrl');
  });

  it('take origins of browsers with blanks after the commas, and the one for all of them', () => {
    const corsOrigins = 'https://shop.example, http://localhost:3000';

    expect(settingsOf({ corsOrigins }).corsOrigins).toEqual(['https://shop.example', 'http://localhost:3000']);
    expect(settingsOf({ corsOrigins: '*' }).corsOrigins).toEqual(['*']);
    expect(settingsOf({}).corsOrigins).toEqual([]);
  });

  it.each([
    'nonsense',
    'shop.example',
    'https://',
    'https://shop.example/',
    'https://shop.example/page',
    'https://ada@shop.example',
    'https://*.shop.example',
    'https://shop.example:443',
    'HTTPS://shop.example',
    'ftp://shop.example',
    'null',
  ])('refuse %s as an origin, by its name', (origin) => {
    expect(() => settingsOf({ corsOrigins: `https://first.example, ${origin}` })).toThrow(
      `corsOrigins.1: ${origin} is no origin`,
    );
  });

  it('refuse the origin that stands for all beside another one', () => {
    expect(() => settingsOf({ corsOrigins: '*,https://shop.example' })).toThrow(
      'corsOrigins: * stands for every origin',
    );
  });
});
