import { useState } from 'preact/hooks';
import type { ExecutionLine, ExecutionView, StateView } from '../answers.ts';
import { useView } from './fetching.ts';
import { Graph, ICONS, wordsOf } from './graph.tsx';
import { hrefTo } from './location.ts';
import { Badge, Heading, Json, Rows, Shown, Time } from './pieces.tsx';

export function Executions() {
  const fetched = useView<readonly ExecutionLine[]>('workflows');
  return (
    <>
      <Heading title="Workflows" />
      <Shown of={fetched}>
        {(lines) => (
          <Rows
            head={['Started', 'Execution', 'Status', 'Last state', 'Retries', 'Took']}
            none="No workflow has run yet."
          >
            {lines.map((line) => (
              <tr key={line.name}>
                <td>
                  <Time at={line.startedAt} />
                </td>
                <td>
                  <a class="id" href={hrefTo(['workflows', line.name])}>
                    {line.name}
                  </a>
                </td>
                <td>
                  <Badge status={line.status} />
                </td>
                <td>{line.lastState}</td>
                <td class="number">{line.retries || ''}</td>
                <td class="number">{line.stoppedAt === undefined ? '' : `${line.stoppedAt - line.startedAt} ms`}</td>
              </tr>
            ))}
          </Rows>
        )}
      </Shown>
    </>
  );
}

export function Execution({ name }: { name: string }) {
  const fetched = useView<ExecutionView>(`workflows/${encodeURIComponent(name)}`);
  return (
    <>
      <Heading title={name}>
        {fetched.data && <Badge status={fetched.data.status} />}
        <a href={hrefTo(['orders', name])}>The whole story</a>
      </Heading>
      <Shown of={fetched}>
        {(execution) => (
          <>
            <Drawn execution={execution} />
            <Json value={execution.input} label="Input of the execution" />
            {execution.output !== undefined && <Json value={execution.output} label="Output of the execution" />}
            {execution.error && <p class="problem">{`${execution.error}: ${execution.cause ?? ''}`}</p>}
          </>
        )}
      </Shown>
    </>
  );
}

/** The drawing, and the details of the selected state: at first the last one that was entered. */
export function Drawn({ execution }: { execution: ExecutionView }) {
  const [chosen, setChosen] = useState<string>();
  const selected = chosen ?? execution.path.at(-1);
  const state = execution.states.find(({ name }) => name === selected);
  return (
    <section class="drawn" aria-label="State graph">
      {execution.path.length === 0 && <p class="muted">The history of this execution is no longer kept.</p>}
      <Graph execution={execution} selected={selected} onSelect={setChosen} />
      <ul class="legend" aria-label="Legend">
        {(['done', 'failed', 'undone', 'waiting', 'not reached'] as const).map((outcome) => (
          <li key={outcome} class={outcome.replace(' ', '-')}>
            {`${ICONS[outcome]} ${outcome}${outcome === 'undone' ? ': a step back ran' : ''}`}
          </li>
        ))}
      </ul>
      {state && <StateDetails state={state} />}
    </section>
  );
}

function StateDetails({ state }: { state: StateView }) {
  const { name, comment, enteredAt, exitedAt, failures, input, output } = state;
  return (
    <section class="card" aria-label={`State ${name}`}>
      <h2>{name}</h2>
      <p>
        {wordsOf(state)}
        {enteredAt !== undefined && exitedAt !== undefined && ` in ${exitedAt - enteredAt} ms`}
      </p>
      {comment && <p class="muted">{comment}</p>}
      {failures.length > 0 && (
        <ol class="failures">
          {failures.map((failure) => (
            <li key={failure.at}>
              <Time at={failure.at} /> <strong>{failure.error}</strong> {failure.cause}{' '}
              <em>{failure.retried ? 'retried' : 'not retried'}</em>
            </li>
          ))}
        </ol>
      )}
      {input !== undefined && <Json value={input} label="Input" open />}
      {output !== undefined && <Json value={output} label="Output" />}
    </section>
  );
}
