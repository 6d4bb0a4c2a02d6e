import { render } from 'preact';
import { Events } from './events.tsx';
import { Execution, Executions } from './executions.tsx';
import { Faults } from './faults.tsx';
import { hrefTo, type Place, usePlace } from './location.ts';
import { Mails } from './mails.tsx';
import { OrderStory, Orders } from './orders.tsx';
import { Queue, Queues } from './queues.tsx';
import { FunctionLog, Functions, Routes } from './routes.tsx';
import { Sku, Stock } from './stock.tsx';
import { Table, Tables } from './tables.tsx';

const SECTIONS: readonly (readonly [string, string])[] = [
  ['orders', 'Orders'],
  ['workflows', 'Workflows'],
  ['events', 'Events'],
  ['queues', 'Queues'],
  ['mails', 'Mailbox'],
  ['stock', 'Stock'],
  ['tables', 'Tables'],
  ['routes', 'Routes'],
  ['functions', 'Functions'],
  ['faults', 'Faults and clock'],
];

function Console() {
  const place = usePlace();
  const [section = 'orders'] = place.parts;
  return (
    <>
      <button type="button" class="skip" onClick={() => document.querySelector('main')?.focus()}>
        Skip to the content
      </button>
      <nav aria-label="Console">
        <p class="brand">
          Souk <small>console</small>
        </p>
        <ul>
          {SECTIONS.map(([name, title]) => (
            <li key={name}>
              <a href={hrefTo([name])} aria-current={name === section ? 'page' : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main tabIndex={-1}>
        <Section place={place} />
      </main>
    </>
  );
}

function Section({ place }: { place: Place }) {
  const [section = 'orders', name] = place.parts;
  switch (section) {
    case 'orders':
      return name === undefined ? <Orders /> : <OrderStory key={name} id={name} />;
    case 'workflows':
      return name === undefined ? <Executions /> : <Execution key={name} name={name} />;
    case 'events':
      return <Events place={place} />;
    case 'queues':
      return name === undefined ? <Queues /> : <Queue key={name} name={name} />;
    case 'mails':
      return <Mails place={place} />;
    case 'stock':
      return name === undefined ? <Stock /> : <Sku key={name} sku={name} />;
    case 'tables':
      return name === undefined ? <Tables /> : <Table place={place} />;
    case 'routes':
      return <Routes />;
    case 'functions':
      return name === undefined ? <Functions /> : <FunctionLog place={place} />;
    case 'faults':
      return <Faults />;
    default:
      return <p>There is no such page.</p>;
  }
}

render(<Console />, document.body);
