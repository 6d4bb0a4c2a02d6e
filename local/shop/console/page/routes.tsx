import type { FunctionView, RouteLine } from '../answers.ts';
import { useView } from './fetching.ts';
import { hrefTo, type Place } from './location.ts';
import { Filter, Heading, Rows, Shown } from './pieces.tsx';

/** The API by domain, as deployed. */
export function Routes() {
  const fetched = useView<readonly RouteLine[]>('routes', 10_000);
  return (
    <>
      <Heading title="Routes">
        <a href="/v1/openapi.json">OpenAPI</a>
      </Heading>
      <Shown of={fetched}>
        {(routes) =>
          [...Map.groupBy(routes, ({ domain }) => domain)].map(([domain, own]) => (
            <section key={domain} aria-label={domain}>
              <h2>{domain || 'everything else'}</h2>
              <Rows head={['Route', 'Who may', 'What it does', 'Function']} none="">
                {own.map(({ routeKey, access, summary, function: target }) => (
                  <tr key={routeKey}>
                    <td>
                      <code>{routeKey}</code>
                    </td>
                    <td>{access.join(', ')}</td>
                    <td>{summary}</td>
                    <td>
                      <a href={hrefTo(['functions', target])}>{target}</a>
                    </td>
                  </tr>
                ))}
              </Rows>
            </section>
          ))
        }
      </Shown>
    </>
  );
}

export function Functions() {
  const fetched = useView<readonly FunctionView[]>('functions');
  return (
    <>
      <Heading title="Functions" />
      <Shown of={fetched}>
        {(functions) => (
          <Rows head={['Function', 'State', 'Last line of the log']} none="There are none.">
            {functions.map(({ name, log, ...state }) => (
              <tr key={name}>
                <td>
                  <a href={hrefTo(['functions', name])}>{name}</a>
                </td>
                <td>
                  {Object.entries(state).map(([key, value]) => (
                    <span key={key} class="fact">{`${key}: ${JSON.stringify(value)}`}</span>
                  ))}
                </td>
                <td class="line">{log.at(-1)?.slice(0, 160)}</td>
              </tr>
            ))}
          </Rows>
        )}
      </Shown>
    </>
  );
}

/** The end of a function's log; the filter finds an order's lines, for example. */
export function FunctionLog({ place }: { place: Place }) {
  const [, name] = place.parts;
  const contains = place.query.get('contains') ?? '';
  const fetched = useView<readonly FunctionView[]>('functions');
  return (
    <>
      <Heading title={name ?? ''}>
        <Filter place={place} label="Lines with" />
      </Heading>
      <Shown of={fetched}>
        {(functions) => {
          const lines = functions.find((candidate) => candidate.name === name)?.log ?? [];
          return <pre class="log">{lines.filter((line) => line.includes(contains)).join('\n') || 'No such line.'}</pre>;
        }}
      </Shown>
    </>
  );
}
