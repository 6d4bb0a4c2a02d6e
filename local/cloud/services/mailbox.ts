import { randomUUID } from 'node:crypto';
import type { Cloud, Service } from '../cloud.ts';
import { AwsError } from './aws-error.ts';
import type { Endpoint } from './endpoint.ts';
import { arn } from './names.ts';

const KEPT_MAILS = 10_000;

export interface Mail {
  /** Several receivers are separated by a comma. */
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** ISO 8601. */
  readonly sentAt: string;
}

interface SendEmailRequest {
  readonly FromEmailAddress?: string;
  readonly Destination?: { readonly ToAddresses?: readonly string[] };
  readonly Content?: { readonly Simple?: SimpleContent };
}

interface SimpleContent {
  readonly Subject?: { readonly Data?: string };
  readonly Body?: { readonly Text?: { readonly Data?: string }; readonly Html?: { readonly Data?: string } };
}

export interface Mailbox {
  readonly service: Service;
  /** Stores a mail that a service sends itself; returns its id. */
  deliver(mail: Omit<Mail, 'messageId' | 'sentAt'>): string;
  url(): string;
}

/** SES: stores mails and lists them, newest first, instead of sending them. */
export function createMailbox(endpoint: Endpoint): Mailbox {
  const mails: Mail[] = [];
  let cloud: Cloud | undefined;
  let write: (mail: Mail) => void = () => undefined;

  const add = (mail: Mail): void => {
    mails.unshift(mail);
    if (mails.length > KEPT_MAILS) mails.pop();
  };

  const deliver: Mailbox['deliver'] = (content) => {
    const sentAt = new Date(cloud?.clock.now() ?? 0).toISOString();
    const mail = { ...content, messageId: randomUUID(), sentAt };
    add(mail);
    write(mail);
    return mail.messageId;
  };

  const send = (request: SendEmailRequest): { MessageId: string } => {
    const content = request.Content?.Simple;
    if (!content) throw new AwsError('BadRequestException', 'The local cloud sends only mails with Simple content');
    const to = request.Destination?.ToAddresses ?? [];
    if (to.length === 0) throw new AwsError('BadRequestException', 'Missing final destination: no recipient');
    cloud?.meter?.({ service: 'ses', unit: 'mails', resource: String(request.FromEmailAddress) }, to.length);
    const MessageId = deliver({
      to: to.join(', '),
      from: request.FromEmailAddress ?? '',
      subject: content.Subject?.Data ?? '',
      text: content.Body?.Text?.Data ?? '',
      html: content.Body?.Html?.Data ?? '',
    });
    return { MessageId };
  };

  endpoint.route({
    method: 'POST',
    path: /^\/v2\/email\/outbound-emails$/,
    call: { service: 'ses', operation: 'SendEmail' },
    answer: ({ body }) => send(body as SendEmailRequest),
  });
  endpoint.route({ method: 'GET', path: /^\/mails$/, answer: () => mails });

  return {
    deliver,
    url: () => `${endpoint.url()}/mails`,
    service: {
      name: 'ses',
      types: {
        // Identities need no proof here, and no mail leaves the machine.
        'AWS::SES::EmailIdentity': {
          properties: [
            ...['EmailIdentity', 'ConfigurationSetAttributes', 'DkimAttributes', 'DkimSigningAttributes'],
            ...['FeedbackAttributes', 'MailFromAttributes', 'Tags'],
          ],
          create: async ({ properties }, at) => {
            const identity = String(properties.EmailIdentity);
            return { ref: identity, attributes: { Arn: arn(at, 'ses', `identity/${identity}`) } };
          },
        },
        'AWS::SES::ConfigurationSet': {
          properties: [
            ...['Name', 'DeliveryOptions', 'ReputationOptions', 'SendingOptions', 'SuppressionOptions'],
            ...['TrackingOptions', 'VdmOptions', 'Tags'],
          ],
          create: async ({ properties, logicalId }) => ({ ref: String(properties.Name ?? logicalId) }),
        },
      },
      async start(at) {
        cloud = at;
        write = at.journal.keep<Mail>('mails', { restore: add, snapshot: () => mails.toReversed() });
        return { AWS_ENDPOINT_URL_SESV2: endpoint.url() };
      },
      inspect: async () => mails.slice(0, 100),
      stop: async () => undefined,
    },
  };
}
