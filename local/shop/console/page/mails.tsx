import type { MailView } from '../answers.ts';
import { useView } from './fetching.ts';
import { hrefTo, type Place } from './location.ts';
import { Filter, Heading, Rows, Shown, Time } from './pieces.tsx';

export function Mails({ place }: { place: Place }) {
  const [, open] = place.parts;
  const contains = place.query.get('contains') ?? '';
  const fetched = useView<readonly MailView[]>(`mail-lines?contains=${encodeURIComponent(contains)}`);
  return (
    <>
      <Heading title="Mailbox">
        <Filter place={place} label="To, subject or text" />
      </Heading>
      <Shown of={fetched}>
        {(mails) => (
          <>
            <Rows head={['Sent', 'To', 'Subject']} none="No mail was sent yet.">
              {mails.map(({ messageId, sentAt, to, subject }) => (
                <tr key={messageId} class={messageId === open ? 'selected' : ''}>
                  <td>
                    <Time at={sentAt} />
                  </td>
                  <td>{to}</td>
                  <td>
                    <a href={hrefTo(['mails', messageId], { contains })}>{subject}</a>
                  </td>
                </tr>
              ))}
            </Rows>
            <Letter mail={mails.find(({ messageId }) => messageId === open)} />
          </>
        )}
      </Shown>
    </>
  );
}

/** Shows the HTML in a frame where it can run, load and send nothing. */
function Letter({ mail }: { mail: MailView | undefined }) {
  if (!mail) return null;
  return (
    <article class="card">
      <h2>{mail.subject}</h2>
      <p class="muted">{`From ${mail.from} to ${mail.to}`}</p>
      <iframe title="The mail as HTML" sandbox="" src={`/_local/mails/${encodeURIComponent(mail.messageId)}/html`} />
      <h3>As text</h3>
      <pre class="letter">{mail.text}</pre>
    </article>
  );
}
