/** All journeys come from one network and share mail addresses: thousands of carts and orders. */
export const ONE_NETWORK = 1_000;

/**
 * The shop that the journeys drive: the one at `API_URL`, or a local cloud of their own on a free
 * port. Tests find it through environment variables. `MAIL_URL`, `STRIPE_URL` and `CONSOLE_URL`
 * exist only where the shop runs locally.
 */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.API_URL) return undefined;
  const { startShop } = await import('../local/shop/start.ts');
  const cloud = await startShop({
    port: 0,
    seed: true,
    retryDelayScale: 0.05,
    context: { throttleFactor: ONE_NETWORK },
  });
  const { apiUrl, consoleUrl, mailUrl, stripeUrl, awsEndpoints, admin, outputs } = cloud.outputs;
  Object.assign(process.env, {
    API_URL: apiUrl,
    MAIL_URL: mailUrl,
    STRIPE_URL: stripeUrl,
    CONSOLE_URL: consoleUrl,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    ...awsEndpoints,
    EVENT_BUS_NAME: Object.values(outputs)
      .map((stack) => stack.EventBusName)
      .find((name) => name !== undefined),
  });
  return () => cloud.stop();
}
