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
});
