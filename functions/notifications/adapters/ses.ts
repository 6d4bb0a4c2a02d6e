import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { setting } from '../../../shared/runtime/settings.ts';
import type { Message } from '../domain/messages.ts';

const client = new SESv2Client({});

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' });

/** Sends one mail through SES from the shop's address. */
export async function sendMail(to: string, { subject, text, html }: Message): Promise<void> {
  const mail = new SendEmailCommand({
    FromEmailAddress: setting('MAIL_FROM'),
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
  });
  try {
    await client.send(mail);
  } catch (error) {
    // Not SES's message: it contains the address, and logs must not hold addresses.
    throw new Error(`SES did not take the mail: ${error instanceof Error ? error.name : typeof error}.`);
  }
}
