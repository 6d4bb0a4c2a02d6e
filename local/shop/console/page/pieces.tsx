import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Fetched } from './fetching.ts';
import { hrefTo, type Place, replaceWith } from './location.ts';

/** Shows a page's data once it is loaded; until then a note, or the error. */
export function Shown<T>({ of, children }: { of: Fetched<T>; children: (data: T) => ComponentChildren }) {
  return (
    <>
      {of.problem && (
        <p class="problem" role="alert">
          {of.problem}
        </p>
      )}
      {of.data === undefined ? !of.problem && <p class="muted">Loading…</p> : children(of.data)}
    </>
  );
}

export function Heading({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <header class="heading">
      <h1>{title}</h1>
      {children}
    </header>
  );
}

const TONES: Readonly<Record<string, string>> = {
  ...{ confirmed: 'good', SUCCEEDED: 'good', done: 'good' },
  ...{ rejected: 'bad', FAILED: 'bad', TIMED_OUT: 'bad', ABORTED: 'bad', failed: 'bad', needs_attention: 'bad' },
  ...{ cancelled: 'undo', undone: 'undo' },
  ...{ pending: 'wait', RUNNING: 'wait', waiting: 'wait', running: 'wait' },
};

/** A status with its colour; the word has the same meaning. */
export function Badge({ status }: { status: string }) {
  return <span class={`badge ${TONES[status] ?? 'plain'}`}>{status.toLowerCase().replaceAll('_', ' ')}</span>;
}

export function Json({ value, open = false, label = 'JSON' }: { value: unknown; open?: boolean; label?: string }) {
  return (
    <details class="json" open={open}>
      <summary>{label}</summary>
      <pre>{typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)}</pre>
    </details>
  );
}

const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
};
const times = new Intl.DateTimeFormat('en-GB', CLOCK);

/** The time of day to the millisecond; the date is in the tooltip. */
export function Time({ at }: { at: number | string }) {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {times.format(date)}
    </time>
  );
}

const ORDER_ID = /^ord_[0-9A-HJKMNP-TV-Z]{26}$/;

/** A correlation id as a link to its story. */
export function StoryLink({ id }: { id: string }) {
  return id === '' ? null : (
    <a class="id" href={hrefTo(['orders', id])} title={`The story of ${id}`}>
      {ORDER_ID.test(id) ? `${id.slice(0, 8)}…${id.slice(-6)}` : id}
    </a>
  );
}

/** A text filter, which the URL keeps as `contains`. */
export function Filter({ place, label }: { place: Place; label: string }) {
  const keep = (event: { currentTarget: HTMLInputElement }): void =>
    replaceWith(hrefTo(place.parts, { contains: event.currentTarget.value.trim() }));
  return (
    <label class="filter">
      <span>{label}</span>
      <input
        type="search"
        name="contains"
        value={place.query.get('contains') ?? ''}
        onInput={keep}
        spellcheck={false}
        autocomplete="off"
      />
    </label>
  );
}

interface ActionProps {
  readonly run: () => Promise<string>;
  readonly children: ComponentChildren;
  readonly disabled?: boolean;
  readonly kind?: 'danger';
}

/** A button that runs an action and shows the result beside it. */
export function Action({ run, children, disabled = false, kind }: ActionProps) {
  const [outcome, setOutcome] = useState<{ text: string; failed: boolean }>();
  const [busy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    setBusy(true);
    setOutcome(
      await run().then(
        (text) => ({ text, failed: false }),
        (error: Error) => ({ text: error.message, failed: true }),
      ),
    );
    setBusy(false);
  };
  return (
    <span class="action">
      <button type="button" class={kind} disabled={disabled || busy} onClick={press}>
        {children}
      </button>
      <span role="status" class={outcome?.failed ? 'problem' : 'muted'}>
        {outcome?.text}
      </span>
    </span>
  );
}

interface RowsProps {
  readonly head: readonly string[];
  readonly children: readonly ComponentChildren[];
  /** The text of an empty table. */
  readonly none: string;
}

export function Rows({ head, children, none }: RowsProps) {
  if (children.length === 0) return <p class="muted">{none}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is too wide scrolls, also by keyboard.
    <section class="scroll" tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
