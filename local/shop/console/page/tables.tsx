import type { AccessPattern, ItemsView, TableView } from '../answers.ts';
import { useView } from './fetching.ts';
import { hrefTo, type Place } from './location.ts';
import { Heading, Json, Rows, Shown, StoryLink } from './pieces.tsx';

export function Tables() {
  const fetched = useView<readonly { table: string; items?: number }[]>('tables', 3_000);
  return (
    <>
      <Heading title="Tables" />
      <Shown of={fetched}>
        {(tables) => (
          <Rows head={['Table', 'Items']} none="There are none.">
            {tables.map(({ table, items }) => (
              <tr key={table}>
                <td>
                  <a href={hrefTo(['tables', table])}>{table}</a>
                </td>
                <td class="number">{items}</td>
              </tr>
            ))}
          </Rows>
        )}
      </Shown>
    </>
  );
}

/**
 * A table by its access patterns: select a pattern, then a key, then see the items that a Query
 * returns.
 */
export function Table({ place }: { place: Place }) {
  const [, name = ''] = place.parts;
  const fetched = useView<TableView>(`tables/${encodeURIComponent(name)}`, 5_000);
  return (
    <>
      <Heading title={name} />
      <Shown of={fetched}>
        {(table) => (
          <>
            <details open={!place.query.has('pk')}>
              <summary>Access patterns</summary>
              <Patterns table={table} />
            </details>
            <Ask table={table} query={place.query} />
            {place.query.has('pk') && <Items name={name} place={place} />}
          </>
        )}
      </Shown>
    </>
  );
}

function Patterns({ table }: { table: TableView }) {
  return (
    <Rows
      head={['Item', 'Index', 'Partition key', 'Sort key', 'There are, for example']}
      none="The domain's README has no key table."
    >
      {table.patterns.map((pattern) => (
        <tr key={`${pattern.item} ${pattern.index} ${pattern.pk} ${pattern.sk}`}>
          <td>{pattern.item}</td>
          <td>{pattern.index ?? 'table'}</td>
          <td>
            <code>{pattern.pk}</code>
          </td>
          <td>
            <code>{pattern.sk}</code>
          </td>
          <td>
            {pattern.examples.slice(0, 3).map((pk) => (
              <a key={pk} class="example" href={hrefTo(['tables', table.name], queryOf(pattern, pk))}>
                {pk}
              </a>
            ))}
          </td>
        </tr>
      ))}
    </Rows>
  );
}

/** A Query can use the part of the sort key before its first placeholder. */
const queryOf = ({ index, sk }: AccessPattern, pk: string) => ({ index, pk, sk: sk.split('<')[0] });

function Ask({ table, query }: { table: TableView; query: URLSearchParams }) {
  const ask = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const given = (name: string) => String(form.get(name) ?? '').trim();
    const asked = { index: given('index'), pk: given('pk'), sk: given('sk'), descending: given('descending') };
    location.hash = hrefTo(['tables', table.name], asked);
  };
  return (
    <form class="ask" key={query.toString()} onSubmit={ask}>
      <label>
        <span>Index</span>
        <select name="index" defaultValue={query.get('index') ?? ''}>
          <option value="">table</option>
          {table.indexes.map((index) => (
            <option key={index} value={index} selected={index === query.get('index')}>
              {index}
            </option>
          ))}
        </select>
      </label>
      <label class="wide">
        <span>Partition key</span>
        <input name="pk" required defaultValue={query.get('pk') ?? ''} spellcheck={false} autocomplete="off" />
      </label>
      <label>
        <span>Sort key begins with</span>
        <input name="sk" defaultValue={query.get('sk') ?? ''} spellcheck={false} autocomplete="off" />
      </label>
      <label class="check">
        <input type="checkbox" name="descending" value="true" defaultChecked={query.get('descending') === 'true'} />
        <span>last first</span>
      </label>
      <button type="submit">Query</button>
    </form>
  );
}

function Items({ name, place }: { name: string; place: Place }) {
  const fetched = useView<ItemsView>(`tables/${encodeURIComponent(name)}/items?${place.query}`, 2_000);
  return (
    <Shown of={fetched}>
      {({ items, nextCursor }) => (
        <>
          <Rows head={['Partition key', 'Sort key', 'Order', 'Item']} none="No item has this key.">
            {items.map((item) => (
              <tr key={`${item.pk} ${item.sk}`}>
                <td class="id">{String(item.pk)}</td>
                <td class="id">{String(item.sk)}</td>
                <td>
                  <StoryLink id={orderIn(item)} />
                </td>
                <td>
                  <Json value={item} open={items.length === 1} />
                </td>
              </tr>
            ))}
          </Rows>
          {nextCursor && (
            <a href={hrefTo(['tables', name], { ...Object.fromEntries(place.query), cursor: nextCursor })}>Next page</a>
          )}
        </>
      )}
    </Shown>
  );
}

/** The order that an item refers to: the first order id in its attributes and keys. */
const orderIn = (item: object): string => /ord_[0-9A-HJKMNP-TV-Z]{26}/.exec(JSON.stringify(item))?.[0] ?? '';
