import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import type { OrderLine } from '../local/shop/console/answers.ts';
import { findChromium, launchOptions } from '../tests/e2e/chromium.ts';

/**
 * Retakes the README's picture of the console. It shows the newest rejected order of the shop that
 * `npm start` runs.
 */
const { consoleUrl } = JSON.parse(readFileSync('.local/outputs.json', 'utf8')) as { consoleUrl: string };
const orders = (await (await fetch(`${consoleUrl}/orders`)).json()) as readonly OrderLine[];
const order = orders.find(({ status }) => status === 'rejected');
const chromium = findChromium();
if (!order || !chromium) {
  console.error(order ? 'There is no Chromium in PATH.' : 'Place an order with pm_card_chargeDeclined first.');
  process.exit(1);
}
const browser = await puppeteer.launch(launchOptions(chromium));
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 900 });
await page.goto(`${consoleUrl}#/orders/${order.id}`);
await page.locator('[data-state="AuthorizePayment"]').click();
await page.locator('.timeline li[data-kind="mail"]').wait();
await page.screenshot({ path: 'docs/console.png' });
await browser.close();
