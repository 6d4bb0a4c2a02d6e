import type { EventLine } from '../answers.ts';
import { useView } from './fetching.ts';
import { hrefTo, type Place } from './location.ts';
import { Filter, Heading, Json, Rows, Shown, StoryLink, Time } from './pieces.tsx';

/**
 * The events of the bus, newest first. The filter is any text of an event, such as its correlation
 * id.
 */
export function Events({ place }: { place: Place }) {
  const contains = place.query.get('contains') ?? '';
  const fetched = useView<readonly EventLine[]>(`event-lines?contains=${encodeURIComponent(contains)}`, 1_000);
  return (
    <>
      <Heading title="Events">
        <Filter place={place} label="Correlation id, or any text" />
        {contains !== '' && <a href={hrefTo(['orders', contains])}>As a story</a>}
      </Heading>
      <Shown of={fetched}>
        {(lines) => (
          <Rows head={['At', 'Source', 'Event', 'About', 'Correlation id', 'Detail']} none="No event has this text.">
            {lines.map(({ id, at, source, name, summary, correlationId, detail }) => (
              <tr key={id}>
                <td>
                  <Time at={at} />
                </td>
                <td>{source.replace('souk.', '')}</td>
                <td>
                  <strong>{name}</strong>
                </td>
                <td>{summary}</td>
                <td>
                  <StoryLink id={correlationId} />
                </td>
                <td>
                  <Json value={detail} />
                </td>
              </tr>
            ))}
          </Rows>
        )}
      </Shown>
    </>
  );
}
