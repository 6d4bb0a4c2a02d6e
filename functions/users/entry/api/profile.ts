import type { Handlers } from '../../../../shared/http/api.ts';
import { basedOn, tagged } from '../../../../shared/http/precondition.ts';
import { answer, noContent, reply } from '../../../../shared/http/reply.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import type { usersContract } from '../../contract/index.ts';
import { changePreferences, changeProfile } from '../../use-cases/change-profile.ts';
import { eraseUser } from '../../use-cases/erase-user.ts';
import { exportUser } from '../../use-cases/export-user.ts';
import { reachableUserId } from '../../use-cases/reach-user.ts';
import { readOwnUser, readUser } from '../../use-cases/read-user.ts';
import { setRoles } from '../../use-cases/set-roles.ts';
import { ports } from './ports.ts';
import { presentErasure, presentExport, presentPreferences, presentUser } from './present.ts';
import { forOwn, requesterOf } from './requester.ts';

type ProfileRoute = 'getUser' | 'changeUser' | 'eraseUser' | 'setRoles' | 'exportUser' | PreferencesRoute;
type PreferencesRoute = 'getPreferences' | 'changePreferences';

/** A user's profile, preferences and roles; the export and erasure of all their data. */
export const profile: Pick<Handlers<typeof usersContract, 'api'>, ProfileRoute> = {
  getUser: ({ caller, params, requestId }) => {
    const wanted = { requester: requesterOf(caller), id: params.id, requestId };
    return answer(readUser(ports, systemClock, wanted), ({ user, roles }) =>
      reply(200, presentUser(user, roles), tagged(user)),
    );
  },

  changeUser: (request) =>
    forOwn(request, (userId) => {
      const { caller, requestId, body: details, ifMatch } = request;
      const change = { userId, requestId, details, checkVersion: basedOn(ifMatch) };
      return answer(changeProfile(ports, systemClock, change), (user) =>
        reply(200, presentUser(user, requesterOf(caller).roles), tagged(user)),
      );
    }),

  eraseUser: async ({ caller, params, requestId }) => {
    const reached = reachableUserId(requesterOf(caller), params.id);
    return reached.ok
      ? answer(eraseUser(ports, systemClock, reached.value, requestId), (kept) =>
          kept.length > 0 ? reply(200, presentErasure(kept)) : noContent(),
        )
      : reached;
  },

  setRoles: async ({ caller, params, body, requestId }) => {
    const requester = requesterOf(caller);
    const reached = reachableUserId(requester, params.id);
    if (!reached.ok) return reached;
    const change = { userId: reached.value, roles: body.roles, changedBy: requester.userId, requestId };
    return answer(setRoles(ports, systemClock, change), (roles) => reply(200, { roles: [...roles] }));
  },

  getPreferences: ({ caller, params, requestId }) => {
    const wanted = { requester: requesterOf(caller), id: params.id, requestId };
    return answer(readOwnUser(ports, systemClock, wanted), (user) => reply(200, presentPreferences(user)));
  },

  changePreferences: (request) =>
    forOwn(request, (userId) => {
      const change = { userId, requestId: request.requestId, preferences: request.body };
      return answer(changePreferences(ports, systemClock, change), (user) => reply(200, presentPreferences(user)));
    }),

  exportUser: (request) =>
    forOwn(request, (userId) => {
      const { caller, requestId, query } = request;
      return answer(exportUser(ports, systemClock, { userId, requestId, cursor: query.cursor }), (exported) =>
        reply(200, presentExport(exported, requesterOf(caller).roles)),
      );
    }),
};
