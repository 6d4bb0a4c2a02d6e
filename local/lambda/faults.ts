/** A failure to inject into invocations. */
export interface LambdaFault {
  readonly service: 'lambda';
  /** Only this function, by name; any when left out. */
  readonly function?: string;
  /** Only invocations whose event, as JSON, contains this text. */
  readonly eventContains?: string;
  /**
   * `before`: refused by the Lambda service, the function does not run. `after`: the function runs, its answer is lost. `kill`: the
   * environment is ended `delayMs` after the invocation began (a random moment within 50 ms by default). `delay`: only `delayMs` later.
   */
  readonly when: 'before' | 'after' | 'kill' | 'delay';
  /** The error's name, `Lambda.ServiceException` by default; of no use with `kill` and `delay`. */
  readonly error?: string;
  /** How many invocations it hits. */
  readonly times: number;
  readonly delayMs?: number;
}

export interface LambdaFaults {
  add(fault: LambdaFault): void;
  clear(): void;
  /** The faults with invocations left to hit. */
  list(): readonly LambdaFault[];
  /** Uses up one hit of the first fault that fits the invocation. */
  take(functionName: string, event: string): LambdaFault | undefined;
}

export function createLambdaFaults(): LambdaFaults {
  let faults: LambdaFault[] = [];
  return {
    add: (fault) => void faults.push(fault),
    clear: () => {
      faults = [];
    },
    list: () => [...faults],
    take(functionName, event) {
      const hit = faults.find((fault) => fits(fault, functionName, event));
      if (hit === undefined) return undefined;
      faults = faults.flatMap((fault) => {
        if (fault !== hit) return [fault];
        return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
      });
      return hit;
    },
  };
}

function fits(fault: LambdaFault, functionName: string, event: string): boolean {
  if (fault.function !== undefined && fault.function !== functionName) return false;
  return fault.eventContains === undefined || event.includes(fault.eventContains);
}
