import type { Handlers } from '../../../../shared/http/api.ts';
import { requireUser } from '../../../../shared/http/caller.ts';
import { answer, noContent, reply } from '../../../../shared/http/reply.ts';
import type { usersContract } from '../../contract/index.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  readSecondFactor,
} from '../../use-cases/second-factor.ts';
import { ports } from './ports.ts';

type FactorRoute = 'getMfa' | 'beginMfa' | 'confirmMfa' | 'endMfa';

/** The caller's second factor. */
export const secondFactor: Pick<Handlers<typeof usersContract, 'api'>, FactorRoute> = {
  getMfa: ({ caller }) =>
    answer(readSecondFactor(ports, requireUser(caller).userId), ({ isOn }) => reply(200, { enabled: isOn })),

  beginMfa: ({ caller, body }) => {
    const { userId } = requireUser(caller);
    return answer(beginSecondFactor(ports, { ...body, userId }), (made) => reply(200, made));
  },

  confirmMfa: ({ caller, body }) => {
    const { userId } = requireUser(caller);
    return answer(confirmSecondFactor(ports, { ...body, userId }), noContent);
  },

  endMfa: ({ caller, body }) => {
    const { userId } = requireUser(caller);
    return answer(endSecondFactor(ports, { ...body, userId }), noContent);
  },
};
