import type { Cloud, Created, Resource, Service } from '../cloud.ts';
import { memoryJournal } from '../journal.ts';

/** The configuration of an SDK client; any credentials are accepted. */
export const CLIENT = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** A cloud in memory whose functions return null. */
export function fakeCloud(overrides: Partial<Cloud> = {}): Cloud {
  return {
    region: 'eu-central-1',
    accountId: '000000000000',
    clock: { now: () => Date.now() },
    log: () => {},
    dataDir: undefined,
    journal: memoryJournal(),
    invoke: async () => ({ ok: true, payload: null }),
    ...overrides,
  };
}

export interface Running {
  /** The address that the SDK would read from `AWS_ENDPOINT_URL_<service>`. */
  url(service: string): string;
  /** The configuration of an SDK client that sends each call once. */
  client(service: string): typeof CLIENT & { endpoint: string; maxAttempts: number };
  create(type: string, properties: Record<string, unknown>, logicalId?: string): Promise<Created>;
  begin(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts services in order, for a test. */
export async function run(services: readonly Service[], cloud: Cloud = fakeCloud()): Promise<Running> {
  const env: Record<string, string> = {};
  for (const service of services) Object.assign(env, await service.start(cloud));
  const url = (service: string): string => {
    const found = env[`AWS_ENDPOINT_URL_${service}`];
    if (!found) throw new Error(`No service answers for ${service}`);
    return found;
  };
  return {
    url,
    client: (service) => ({ ...CLIENT, endpoint: url(service), maxAttempts: 1 }),
    create(type, properties, logicalId = 'Thing') {
      const resource: Resource = { stack: 'Test', logicalId, type, properties };
      const made = services.find((service) => service.types[type])?.types[type]?.create(resource, cloud);
      if (!made) throw new Error(`No service makes ${type}`);
      return made;
    },
    async begin() {
      for (const service of services) await service.begin?.();
    },
    async stop() {
      for (const service of [...services].reverse()) await service.stop();
    },
  };
}
