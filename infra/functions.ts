/** The domains that own a table. */
export const TABLE_OWNERS = [
  'catalog',
  'inventory',
  'cart',
  'orders',
  'payments',
  'users',
  'notifications',
  'platform',
] as const;
export type TableOwner = (typeof TABLE_OWNERS)[number];

/** The domains whose writes hold events: their tables' streams feed the bus. */
export const PUBLISHERS = [
  'catalog',
  'inventory',
  'cart',
  'orders',
  'payments',
  'users',
] as const satisfies TableOwner[];

/** Rights and settings beyond tables. */
export type Extra =
  | 'currency'
  | 'startOrderSaga'
  | 'answerOrderSaga'
  | 'stripe'
  | 'mail'
  | 'directory'
  | 'accountDeletion'
  | 'throttles';

export interface FunctionSpec {
  /** Reads and writes this domain's table. */
  readonly owns?: TableOwner;
  /** Reads these domains' tables by key, through their `queries.ts`. */
  readonly reads?: readonly TableOwner[];
  /** Lists by an index what is in these of the tables that it reads. */
  readonly lists?: readonly TableOwner[];
  readonly extras?: readonly Extra[];
  /** Default 512. */
  readonly memoryMb?: number;
  /** Default 10. */
  readonly timeoutSeconds?: number;
}

/** API Gateway gives up after 29 s; nothing behind it may run longer. */
export const API_TIMEOUT_SECONDS = 29;

/** Who may do what. A function's name is its bundle's folder in `dist/`; its role and its environment come from its row. */
export const FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  'catalog-api': { owns: 'catalog', reads: ['inventory'], extras: ['currency'] },
  'catalog-import': { owns: 'catalog', memoryMb: 1024, timeoutSeconds: API_TIMEOUT_SECONDS },
  'catalog-events': { owns: 'catalog', extras: ['currency'], memoryMb: 1024, timeoutSeconds: 60 },
  'inventory-api': { owns: 'inventory', reads: ['catalog'] },
  'inventory-saga': { owns: 'inventory', reads: ['orders'], timeoutSeconds: 30 },
  'cart-api': { owns: 'cart', reads: ['catalog', 'orders', 'inventory'], extras: ['currency'] },
  'cart-events': { owns: 'cart', reads: ['orders'] },
  'orders-api': { owns: 'orders', reads: ['cart', 'payments', 'users'] },
  'orders-checkout': {
    owns: 'orders',
    reads: ['cart', 'catalog', 'payments'],
    extras: ['currency', 'startOrderSaga', 'throttles'],
    memoryMb: 1024,
    timeoutSeconds: API_TIMEOUT_SECONDS,
  },
  'orders-events': { owns: 'orders' },
  'orders-saga': { owns: 'orders', timeoutSeconds: 30 },
  'orders-stream': { reads: ['orders'], extras: ['startOrderSaga'] },
  'payments-saga': { owns: 'payments', reads: ['orders'], extras: ['stripe', 'answerOrderSaga'], timeoutSeconds: 30 },
  'payments-webhook': {
    owns: 'payments',
    reads: ['orders'],
    extras: ['stripe', 'answerOrderSaga'],
    timeoutSeconds: API_TIMEOUT_SECONDS,
  },
  'payments-events': { owns: 'payments', reads: ['orders'], extras: ['stripe', 'answerOrderSaga'], timeoutSeconds: 30 },
  'inventory-events': { owns: 'inventory' },
  'inventory-schedule': { owns: 'inventory', timeoutSeconds: 60 },
  'users-api': {
    owns: 'users',
    reads: ['orders', 'cart'],
    lists: ['orders'],
    extras: ['currency', 'directory', 'throttles'],
    timeoutSeconds: API_TIMEOUT_SECONDS,
  },
  'users-events': { extras: ['accountDeletion'] },
  'notifications-events': { owns: 'notifications', reads: ['orders', 'users'], extras: ['mail'] },
  'platform-api': {},
  'platform-api-keys': { owns: 'platform' },
};

/** The environment variable that names a domain's table. */
export const tableVariable = (owner: TableOwner): string => `${owner.toUpperCase()}_TABLE`;

/** Whose tables a function touches: its domain's, those that it reads, and the platform's where attempts are counted. */
export const tablesOf = ({ owns, reads = [], extras = [] }: FunctionSpec): TableOwner[] => [
  ...(owns ? [owns] : []),
  ...reads,
  ...(extras.includes('throttles') ? (['platform'] as const) : []),
];
