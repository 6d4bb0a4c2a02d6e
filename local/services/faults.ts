import type { FaultRule, Faults } from './index.ts';

/** The rules of injected failures, and the question every server asks of them. */
export interface FaultSwitch extends Faults {
  /** Uses up one hit of the first rule that fits the call, if any. */
  take(service: string, operation: string, userAgent: string | undefined): FaultRule | undefined;
}

/** Makes an empty switch. Rules apply in the order they were added. */
export function createFaults(): FaultSwitch {
  let rules: FaultRule[] = [];

  return {
    add(rule) {
      rules.push(rule);
    },
    clear() {
      rules = [];
    },
    list: () => [...rules],
    take(service, operation, userAgent) {
      const index = rules.findIndex((rule) => fits(rule, service, operation, userAgent));
      const rule = rules[index];
      if (!rule) return undefined;
      if (rule.times > 1) rules[index] = { ...rule, times: rule.times - 1 };
      else rules.splice(index, 1);
      return rule;
    },
  };
}

function fits(rule: FaultRule, service: string, operation: string, userAgent: string | undefined): boolean {
  if (rule.service !== '*' && rule.service !== service) return false;
  if (rule.operation !== '*' && rule.operation !== operation) return false;
  return rule.function === undefined || (userAgent ?? '').split(' ').includes(`app/${rule.function}`);
}
