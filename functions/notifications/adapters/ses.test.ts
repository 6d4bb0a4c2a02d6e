import { MessageRejected, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sendMail } from './ses.ts';

const ses = mockClient(SESv2Client);
const message = { subject: 'Hello', text: 'Hello\n', html: '<p>Hello</p>' };

beforeEach(() => {
  ses.reset();
  vi.stubEnv('MAIL_FROM', 'shop@example.com');
  return () => vi.unstubAllEnvs();
});

describe('a mail', () => {
  it("is sent from the shop's address to one person", async () => {
    ses.on(SendEmailCommand).resolves({});

    await sendMail('ada@example.com', message);

    expect(ses.commandCalls(SendEmailCommand)[0]?.args[0].input).toMatchObject({
      FromEmailAddress: 'shop@example.com',
      Destination: { ToAddresses: ['ada@example.com'] },
    });
  });

  it('that SES refuses throws the name of the error, but not its message, which has the address', async () => {
    const refusal = new MessageRejected({
      message: 'Email address is not verified. The following identities failed the check: ada@example.com',
      $metadata: {},
    });
    ses.on(SendEmailCommand).rejects(refusal);

    const failure: Error = await sendMail('ada@example.com', message).then(
      () => expect.unreachable(),
      (error) => error,
    );

    expect(failure.message).toContain('MessageRejected');
    expect(JSON.stringify([failure.message, failure.stack, failure.cause])).not.toContain('ada@example.com');
  });
});
