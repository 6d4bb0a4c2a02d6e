import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseFault } from '../../cloud/faults/fault.ts';
import { parseSpec, type Spec } from '../../cloud/faults/spec.ts';
import type { FaultSwitch } from '../../cloud/faults/switch.ts';
import { TARGETS } from '../faults.ts';
import { NOT_ALLOWED, refuse } from './answer.ts';

/**
 * `GET` lists the faults, `POST` adds one as JSON or those of a SPEC as text, and `DELETE` removes
 * one by id, or all.
 */
export async function changeFaults(
  request: IncomingMessage,
  faults: FaultSwitch,
  id: string | undefined,
): Promise<unknown> {
  switch (request.method) {
    case 'GET':
      break;
    case 'POST': {
      const spec = specOf(await text(request));
      if ('problem' in spec) return refuse(400, spec.problem);
      try {
        faults.arm(spec);
      } catch (error) {
        return refuse(400, (error as Error).message);
      }
      break;
    }
    case 'DELETE':
      if (id === undefined) faults.clear();
      else if (!faults.remove(id)) return refuse(404, `There is no fault ${id}.`);
      break;
    default:
      return NOT_ALLOWED;
  }
  return faults.list();
}

function specOf(body: string): Spec | { readonly problem: string } {
  if (!body.trimStart().startsWith('{')) return parseSpec(body, TARGETS);
  try {
    const fault = parseFault(JSON.parse(body), TARGETS);
    return 'problem' in fault ? fault : { faults: [fault] };
  } catch (error) {
    return { problem: `Not JSON: ${(error as Error).message}` };
  }
}
