import { expect, it } from 'vitest';
import { ADDRESS, admin, aGuest, aProduct, buy, call, consoleView, ended, mailsTo } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

/** Everything that the functions wrote. */
async function functionLogs(): Promise<string> {
  const functions: { name: string; log: string[] }[] = await consoleView('functions');
  return functions.map(({ name, log }) => `${name}\n${log.join('\n')}`).join('\n\n');
}

it('The logs hold no personal data and no secret, even when calls fail.', async () => {
  const { sku } = await aProduct({ onHand: 5 });
  const [buyer, declined, mistaken] = await Promise.all([1, 2, 3].map(() => aGuest([{ sku, quantity: 1 }])));
  if (!buyer || !declined || !mistaken) return expect.unreachable();
  const faults = shop.cloud().faults;
  // Three mails, each tried three times by the SDK: at least one fails for the function too.
  faults.add({ service: 'ses', operation: 'SendEmail', when: 'before', times: 9 });
  faults.add({ service: 'dynamodb', operation: 'TransactWriteItems', when: 'before', times: 2 });

  const { 'x-cart-token': cartToken } = buyer.headers;
  const placed = await Promise.all([
    buy(buyer, { key: 'idempotency-of-the-buyer', wait: 0 }),
    buy(declined, { paymentMethod: 'pm_card_chargeDeclined', wait: 0 }),
    buy(mistaken, { paymentMethod: 'pm_card_unheard_of', wait: 0 }),
  ]);
  expect(placed.map(({ status }) => status)).toEqual([202, 202, 202]);
  const orders = [await ended(buyer, placed[0].body.id), await ended(declined, placed[1].body.id)];
  await ended(mistaken, placed[2].body.id);
  await expect.poll(() => mailsTo(buyer.email), { timeout: 60_000 }).toHaveLength(1);
  const login = { email: 'ada.secret@example.com', password: 'wr0ng-Passw0rd!' };
  expect((await call('POST', '/users/login', { body: login })).status).toBe(401);

  const logs = await functionLogs();
  expect(orders.map(({ status }) => status)).toEqual(['confirmed', 'rejected']);
  expect(logs).toContain(orders[1].id);
  expect(logs).toContain('SES did not take the mail');
  const { authorization = '' } = await admin();
  const secrets = {
    emails: [buyer, declined, mistaken].map(({ email }) => email),
    address: [ADDRESS.name, ADDRESS.line1],
    tokens: [cartToken, cartToken.split('.')[1] ?? '', authorization.split(' ')[1] ?? ''],
    login: [login.email, login.password, process.env.ADMIN_EMAIL ?? '', process.env.ADMIN_PASSWORD ?? ''],
    keys: ['idempotency-of-the-buyer', '_secret_', 'sk_test_'],
  };
  for (const [kind, values] of Object.entries(secrets)) {
    for (const value of values) expect(logs.includes(value), `${kind}: ${value}`).toBe(false);
  }
});
