import type { Handlers } from '../../../../shared/http/api.ts';
import { basedOn } from '../../../../shared/http/precondition.ts';
import { answer, created, current, noContent, reply } from '../../../../shared/http/reply.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import type { usersContract } from '../../contract/index.ts';
import { addToBook, changeInBook, removeFromBook } from '../../use-cases/change-addresses.ts';
import { ports } from './ports.ts';
import { presentAddress, presentAddresses } from './present.ts';
import { forOwn } from './requester.ts';

type AddressRoute = 'listAddresses' | 'addAddress' | 'changeAddress' | 'removeAddress';

/** The caller's address book. */
export const addresses: Pick<Handlers<typeof usersContract, 'api'>, AddressRoute> = {
  listAddresses: (request) =>
    forOwn(request, async (userId) =>
      reply(200, { items: presentAddresses(await ports.store.getAddressBook(userId)) }),
    ),

  addAddress: (request) =>
    forOwn(request, (userId) => {
      const { isDefault = false, ...address } = request.body;
      const addition = { userId, requestId: request.requestId, address, isDefault };
      return answer(addToBook(ports, systemClock, addition), (added) => {
        const shown = presentAddress(added);
        return created(shown, `/v1/users/${userId}/addresses/${shown.id}`);
      });
    }),

  changeAddress: (request) =>
    forOwn(request, (userId) => {
      const { requestId, params, ifMatch, body } = request;
      const { isDefault = false, ...address } = body;
      const where = { userId, requestId, addressId: params.addressId, checkVersion: basedOn(ifMatch) };
      return answer(changeInBook(ports, systemClock, { ...where, address, isDefault }), (changed) =>
        current(presentAddress(changed)),
      );
    }),

  removeAddress: (request) =>
    forOwn(request, (userId) => {
      const { requestId, params } = request;
      return answer(removeFromBook(ports, systemClock, { userId, requestId, addressId: params.addressId }), noContent);
    }),
};
