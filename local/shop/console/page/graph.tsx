import type { Arrow, ExecutionView, Outcome, StateView } from '../answers.ts';

export const ICONS: Readonly<Record<Outcome, string>> = {
  done: '✓',
  undone: '↩',
  failed: '✕',
  waiting: '◔',
  running: '▸',
  'not reached': '·',
};

/** The outcome of a state in words, e.g. `done, retried 2 ×`. */
export function wordsOf({ type, outcome, failures }: StateView): string {
  const retries = failures.filter(({ retried }) => retried).length;
  const word = outcome !== 'undone' ? outcome : type === 'Choice' ? 'decided' : 'undo ran';
  return retries === 0 ? word : `${word}, retried ${retries} ×`;
}

interface GraphProps {
  readonly execution: ExecutionView;
  readonly selected: string | undefined;
  readonly onSelect: (name: string) => void;
}

/**
 * The state machine with the path of an execution: each state with colour, icon and words; a click
 * or Enter selects one.
 */
export function Graph({ execution, selected, onSelect }: GraphProps) {
  const { drawing, states, path } = execution;
  const taken = new Set(path.slice(1).map((name, index) => `${path[index]}→${name}`));
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset.
    <svg
      class="graph"
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      style={{ maxWidth: `${drawing.width}px` }}
      role="group"
      aria-label={`The states of ${execution.machine}`}
    >
      <defs>
        <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 L8 4 L0 8 z" class="head" />
        </marker>
        <marker id="head-taken" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
          <path d="M0 0 L8 4 L0 8 z" class="head taken" />
        </marker>
      </defs>
      {/* The arrows of the taken path are drawn last, on top. */}
      {[...drawing.arrows]
        .sort((one, other) => Number(isTaken(one, taken)) - Number(isTaken(other, taken)))
        .map((arrow) => (
          <Way key={`${arrow.from}→${arrow.to}`} arrow={arrow} taken={isTaken(arrow, taken)} />
        ))}
      {states.map((state) => (
        <StateBox
          key={state.name}
          state={state}
          box={drawing.boxes[state.name]}
          selected={state.name === selected}
          onSelect={onSelect}
        />
      ))}
    </svg>
  );
}

const isTaken = ({ from, to }: Arrow, taken: ReadonlySet<string>): boolean => taken.has(`${from}→${to}`);

function Way({ arrow, taken }: { arrow: Arrow; taken: boolean }) {
  const kind = arrow.errors.length > 0 ? 'caught' : 'straight';
  return (
    <path
      d={curveOf(arrow.points)}
      class={`way ${kind} ${taken ? 'taken' : ''}`}
      marker-end={taken ? 'url(#head-taken)' : 'url(#head)'}
    >
      <title>{`${arrow.from} → ${arrow.to}${arrow.errors.length > 0 ? ` on ${arrow.errors.join(', ')}` : ''}`}</title>
    </path>
  );
}

/** A curve through the first and the last point, with rounded corners between them. */
function curveOf(points: Arrow['points']): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (!first || !last) return '';
  const bends = rest.map((corner, index) => {
    const next = rest[index + 1];
    return next ? `Q${corner.x} ${corner.y} ${(corner.x + next.x) / 2} ${(corner.y + next.y) / 2}` : '';
  });
  const corner = rest.at(-1) ?? first;
  return `M${first.x} ${first.y} ${bends.join(' ')} Q${corner.x} ${corner.y} ${last.x} ${last.y}`;
}

interface StateBoxProps {
  readonly state: StateView;
  readonly box: ExecutionView['drawing']['boxes'][string] | undefined;
  readonly selected: boolean;
  readonly onSelect: (name: string) => void;
}

function StateBox({ state, box, selected, onSelect }: StateBoxProps) {
  if (!box) return null;
  const { name, outcome } = state;
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onSelect(name);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button.
    <g
      class={`state ${outcome.replace(' ', '-')} ${selected ? 'selected' : ''}`}
      transform={`translate(${box.x - box.width / 2} ${box.y - box.height / 2})`}
      role="button"
      tabindex={0}
      aria-pressed={selected}
      aria-label={`${name}: ${wordsOf(state)}`}
      data-state={name}
      data-outcome={outcome}
      onClick={() => onSelect(name)}
      onKeyDown={press}
    >
      <rect width={box.width} height={box.height} rx="8" />
      <text x="24" y="19" class="name">
        {name}
      </text>
      <text x="24" y="34" class="words">
        {wordsOf(state)}
      </text>
      <text x="12" y="26" class="icon">
        {ICONS[outcome]}
      </text>
    </g>
  );
}
