import { useState } from 'preact/hooks';
import type { ClockView } from '../answers.ts';
import { send, useView } from './fetching.ts';
import { Action, Heading, Rows, Shown } from './pieces.tsx';

interface ArmedFault {
  readonly id: string;
  readonly spec: string;
  readonly hits: number;
}

/** Typical failures of a shop as SPECs (local/cloud/faults/README.md), one button each. */
const TROUBLES: readonly (readonly [string, string])[] = [
  ['Lose the payment function’s next reply', 'lambda/payments-saga:after'],
  ['Lose the reply to Stripe’s next capture', 'stripe.capture:drop-reply'],
  ['Kill the payment function in its next two calls', 'lambda/payments-saga:kill:times=2'],
  ['Kill the stock function in its next call', 'lambda/inventory-saga:kill'],
  ['Kill checkout in its next call', 'lambda/checkout-api:kill'],
  ['Throttle DynamoDB in half of its calls', 'dynamodb:throttle:rate=0.5'],
  ['Conflict in half of the transactions', 'dynamodb.TransactWriteItems:conflict:rate=0.5'],
  ['Lose the reply of the next five writes', 'dynamodb.TransactWriteItems:drop-reply:times=5'],
  ['Refuse the next six mails', 'ses.SendEmail:before:times=6'],
  ['Publish the next events two seconds late', 'events.PutEvents:delay:delay=2000:times=5'],
];

async function arm(spec: string): Promise<string> {
  await send('POST', 'faults', spec);
  return 'armed';
}

export function Faults() {
  const fetched = useView<readonly ArmedFault[]>('faults', 700);
  return (
    <>
      <Heading title="Faults and clock" />
      <h2>Hurt the shop</h2>
      <ul class="troubles">
        {TROUBLES.map(([label, spec]) => (
          <li key={spec} title={spec}>
            <Action run={() => arm(spec)}>{label}</Action>
          </li>
        ))}
      </ul>
      <Own />
      <h2>Armed</h2>
      <Shown of={fetched}>
        {(faults) => (
          <>
            <Rows head={['Fault', 'Hits so far', '']} none="No fault is armed.">
              {faults.map(({ id, spec, hits }) => (
                <tr key={id}>
                  <td>
                    <code>{spec}</code>
                  </td>
                  <td class="number">{hits}</td>
                  <td>
                    <Action run={() => end(`faults/${id}`)}>End it</Action>
                  </td>
                </tr>
              ))}
            </Rows>
            <p>
              <Action kind="danger" disabled={faults.length === 0} run={() => end('faults')}>
                Clear all faults
              </Action>
            </p>
          </>
        )}
      </Shown>
      <Clock />
    </>
  );
}

async function end(path: string): Promise<string> {
  await send('DELETE', path);
  return 'gone';
}

/** Any other fault, as a SPEC or as JSON. */
function Own() {
  const [text, setText] = useState('dynamodb.GetItem/orders-saga:delay:delay=500:times=3');
  return (
    <div class="ask">
      <label class="wide">
        <span>Any other fault, as in local/cloud/faults/README.md</span>
        <input
          name="spec"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          spellcheck={false}
          autocomplete="off"
        />
      </label>
      <Action run={() => arm(text)}>Arm it</Action>
    </div>
  );
}

const STEPS: readonly (readonly [string, number])[] = [
  ['1 minute', 60],
  ['16 minutes: a hold lapses', 960],
  ['1 day', 86_400],
];

/** The clock, which only moves forward. */
function Clock() {
  const fetched = useView<ClockView>('clock', 1_000);
  return (
    <>
      <h2>Clock</h2>
      <Shown of={fetched}>
        {({ now, aheadSeconds }) => (
          <p>
            <code>{now}</code> {aheadSeconds > 0 && `, ${aheadSeconds} s ahead of the machine`}
          </p>
        )}
      </Shown>
      <ul class="troubles">
        {STEPS.map(([label, advanceSeconds]) => (
          <li key={label}>
            <Action
              run={async () => {
                await send('POST', 'clock', { advanceSeconds });
                return 'advanced';
              }}
            >
              {`Ahead by ${label}`}
            </Action>
          </li>
        ))}
      </ul>
    </>
  );
}
