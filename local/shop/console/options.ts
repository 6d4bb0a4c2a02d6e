import type { Service } from '../../cloud/cloud.ts';
import type { CloudClock } from '../../cloud/cloud-clock.ts';
import type { FaultSwitch } from '../../cloud/faults/switch.ts';
import type { LambdaService } from '../../cloud/lambda/service.ts';
import type { Handles } from '../../cloud/services/handles.ts';
import type { Usage } from '../../cloud/usage.ts';

/** What the console shows and changes. */
export interface ConsoleOptions {
  readonly services: Handles;
  /** By `Service.name`. */
  readonly all: ReadonlyMap<string, Service>;
  readonly lambda: LambdaService;
  readonly usage: Usage;
  readonly faults: FaultSwitch;
  readonly clock: CloudClock;
  readonly stripeUrl: string;
  readonly log: (line: string) => void;
}
