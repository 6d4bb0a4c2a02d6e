import type { StockLine, StockView } from '../answers.ts';
import { useView } from './fetching.ts';
import { hrefTo } from './location.ts';
import { Heading, Rows, Shown, StoryLink, Time } from './pieces.tsx';

export function Stock() {
  const fetched = useView<readonly StockLine[]>('stock');
  const open = (event: SubmitEvent): void => {
    event.preventDefault();
    const sku = new FormData(event.currentTarget as HTMLFormElement).get('sku');
    if (sku) location.hash = hrefTo(['stock', String(sku).trim()]);
  };
  return (
    <>
      <Heading title="Stock">
        <form class="find" onSubmit={open}>
          <label>
            <span>SKU</span>
            <input type="search" name="sku" spellcheck={false} autocomplete="off" />
          </label>
          <button type="submit">Show</button>
        </form>
      </Heading>
      <p class="muted">The newest products on sale. Any other SKU can be looked up.</p>
      <Shown of={fetched}>
        {(lines) => (
          <Rows head={['SKU', 'Product', 'Available', 'Held', 'Allocated', 'Shards']} none="Nothing is on sale.">
            {lines.map((line) => (
              <tr key={line.sku}>
                <td>
                  <a href={hrefTo(['stock', line.sku])}>{line.sku}</a>
                </td>
                <td>{line.title}</td>
                <td class="number">{line.available}</td>
                <td class="number">{line.held || ''}</td>
                <td class="number">{line.allocated || ''}</td>
                <td class="number">{line.shards}</td>
              </tr>
            ))}
          </Rows>
        )}
      </Shown>
    </>
  );
}

export function Sku({ sku }: { sku: string }) {
  const fetched = useView<StockView>(`stock/${encodeURIComponent(sku)}`);
  return (
    <>
      <Heading title={sku} />
      <Shown of={fetched}>
        {({ available, held, allocated, shards, movements }) => (
          <>
            <dl class="levels">
              <Level name="available" pieces={available} />
              <Level name="held" pieces={held} />
              <Level name="allocated" pieces={allocated} />
              <Level name="shards" pieces={shards} />
            </dl>
            <h2>Movements, newest first</h2>
            <Rows head={['At', 'Cause', 'Available', 'Held', 'Allocated', 'Order', 'Reason']} none="None yet.">
              {movements.map((movement) => (
                <tr key={movement.id}>
                  <td>
                    <Time at={movement.at} />
                  </td>
                  <td>{movement.cause}</td>
                  <td class="number">{signed(movement.available)}</td>
                  <td class="number">{signed(movement.held)}</td>
                  <td class="number">{signed(movement.allocated)}</td>
                  <td>
                    <StoryLink id={movement.orderId ?? ''} />
                  </td>
                  <td>{movement.reason}</td>
                </tr>
              ))}
            </Rows>
          </>
        )}
      </Shown>
    </>
  );
}

function Level({ name, pieces }: { name: string; pieces: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{pieces}</dd>
    </div>
  );
}

function signed(change: number): string {
  if (change === 0) return '';
  return change > 0 ? `+${change}` : `−${-change}`;
}
