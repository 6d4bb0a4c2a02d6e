/**
 * The JSON responses of the console's pages, for the page in `page/`. Times are milliseconds since
 * the epoch.
 */

/**
 * The outcome of a state: `undone` is a compensation step that ran, `waiting` a step that waits for
 * its task token.
 */
export type Outcome = 'done' | 'undone' | 'failed' | 'waiting' | 'running' | 'not reached';

/** A failed attempt; `retried` unless it was the last. */
export interface Attempt {
  readonly at: number;
  readonly error: string;
  readonly cause: string;
  readonly retried: boolean;
}

export interface StateView {
  readonly name: string;
  readonly type: string;
  readonly comment?: string;
  /** Whether only an error leads to it. */
  readonly wayBack: boolean;
  readonly outcome: Outcome;
  readonly enteredAt?: number;
  readonly exitedAt?: number;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly failures: readonly Attempt[];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A drawing of a state machine; the centre of each box in pixels. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: Readonly<Record<string, Box>>;
  readonly arrows: readonly Arrow[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** The errors that lead this way; none on the success path. */
  readonly errors: readonly string[];
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface ExecutionLine {
  readonly name: string;
  readonly machine: string;
  readonly status: string;
  readonly startedAt: number;
  readonly stoppedAt?: number;
  /** The last state that was entered. */
  readonly lastState?: string;
  readonly retries: number;
  readonly error?: string;
}

export interface ExecutionView extends ExecutionLine {
  readonly input: unknown;
  readonly output?: unknown;
  readonly cause?: string;
  readonly states: readonly StateView[];
  /** The names of the states as they were entered. */
  readonly path: readonly string[];
  readonly drawing: Drawing;
}

export interface OrderLine {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly total: string;
  readonly items: string;
  readonly createdAt: string;
  readonly rejection?: string;
}

export interface StoryEntry {
  readonly at: number;
  readonly kind: 'order' | 'payment' | 'stock' | 'workflow' | 'webhook' | 'mail' | 'event';
  readonly tone: 'good' | 'bad' | 'undo' | 'wait' | 'plain';
  readonly title: string;
  readonly detail: string;
  /** All known data about it. */
  readonly data: unknown;
}

export interface Story {
  readonly id: string;
  readonly order?: OrderLine;
  readonly execution?: ExecutionView;
  readonly entries: readonly StoryEntry[];
}

export interface EventLine {
  readonly id: string;
  readonly at: number;
  readonly source: string;
  readonly name: string;
  readonly correlationId: string;
  readonly summary: string;
  readonly detail: unknown;
}

export interface QueueView {
  readonly name: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** The name of its dead-letter queue. */
  readonly deadLetters?: string;
  /** The names of the queues whose dead letters it receives. */
  readonly deadLettersOf: readonly string[];
}

export interface MessageView {
  readonly messageId: string;
  readonly body: unknown;
  readonly sentAt: number;
  readonly receiveCount: number;
  readonly state: string;
}

export interface MailView {
  readonly messageId: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly sentAt: string;
}

/** A row of a domain's key table, for one index. */
export interface AccessPattern {
  readonly item: string;
  /** Undefined: the table itself. */
  readonly index?: string;
  /** With placeholders, e.g. `order#<order id>`. */
  readonly pk: string;
  readonly sk: string;
  /** Partition keys of existing items. */
  readonly examples: readonly string[];
}

export interface TableView {
  readonly name: string;
  readonly items: number;
  readonly indexes: readonly string[];
  readonly patterns: readonly AccessPattern[];
}

export interface ItemsView {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor?: string;
}

export interface StockLine {
  readonly sku: string;
  readonly title: string;
  readonly available: number;
  readonly held: number;
  readonly allocated: number;
  readonly shards: number;
}

export interface StockView extends StockLine {
  readonly movements: readonly MovementLine[];
}

export interface MovementLine {
  readonly id: string;
  readonly at: string;
  readonly cause: string;
  readonly available: number;
  readonly held: number;
  readonly allocated: number;
  readonly orderId?: string;
  readonly reason?: string;
}

export interface RouteLine {
  readonly routeKey: string;
  readonly domain: string;
  readonly function: string;
  readonly access: readonly string[];
  readonly summary: string;
}

export interface FunctionView {
  readonly name: string;
  readonly log: readonly string[];
  readonly [detail: string]: unknown;
}

export interface ClockView {
  readonly now: string;
  readonly aheadSeconds: number;
}
