import { paymentsQueries } from '../../../functions/payments/queries.ts';
import type { Tables } from '../../cloud/services/handles.ts';
import type { OrderLine } from './answers.ts';
import { tableOf } from './orders.ts';
import type { TakenWebhook } from './story.ts';

const PAGES = 10;

interface StripePage {
  readonly data: readonly {
    readonly id: string;
    readonly type: string;
    /** Seconds since the epoch. */
    readonly created: number;
    readonly data: { readonly object: unknown };
  }[];
  readonly has_more: boolean;
}

/**
 * The webhooks about an order that the shop received. Reads the provider's newest thousand events
 * since the order was placed.
 */
export async function webhooksOf(
  { id: orderId, createdAt }: Pick<OrderLine, 'id' | 'createdAt'>,
  stripeUrl: string,
  tables: Tables,
): Promise<TakenWebhook[]> {
  const table = tableOf(tables, 'payments');
  if (!table) return [];
  const sent = await eventsAbout(orderId, Date.parse(createdAt), stripeUrl);
  const taken = await paymentsQueries(table).getTakenEvents(sent.map(({ id }) => id));
  return sent.flatMap(({ id, type, data }) => {
    const found = taken.get(id);
    return found ? [{ type, ...found, data: data.object }] : [];
  });
}

async function eventsAbout(orderId: string, since: number, stripeUrl: string): Promise<StripePage['data']> {
  const found: StripePage['data'][number][] = [];
  let after = '';
  for (let page = 0; page < PAGES; page++) {
    const url = `${stripeUrl}/v1/events?limit=100${after && `&starting_after=${after}`}`;
    const reply = await fetch(url, { headers: { authorization: 'Bearer sk_test_console' } });
    const { data, has_more } = (await reply.json()) as StripePage;
    found.push(...data.filter((event) => JSON.stringify(event.data.object).includes(orderId)));
    after = data.at(-1)?.id ?? '';
    const oldest = (data.at(-1)?.created ?? 0) * 1_000;
    if (!has_more || oldest < since - 1_000) break;
  }
  return found;
}
