import { createApi } from '../../shared/http/api.ts';
import { reply } from '../../shared/http/reply.ts';
import { authenticate } from './cognito.ts';
import { usersContract } from './contract.ts';
import { logIn } from './use-cases/log-in.ts';

export const handler = createApi(usersContract, {
  login: async ({ body }) => {
    const tokens = await logIn({ authenticate }, body.email, body.password);
    return tokens.ok ? reply(200, tokens.value) : tokens;
  },
});
