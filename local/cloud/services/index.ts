import type { Service } from '../cloud.ts';
import type { FaultSwitch } from '../faults/switch.ts';
import { createCognito } from './cognito.ts';
import { createDynamoDb } from './dynamodb/index.ts';
import { createEndpoint } from './endpoint.ts';
import { createEventBridge } from './eventbridge.ts';
import type { Handles } from './handles.ts';
import { createInert } from './inert.ts';
import { createMailbox } from './mailbox.ts';
import { createSecrets } from './secrets.ts';
import { type Apis, createApis } from './server.ts';
import { createSqs } from './sqs.ts';
import { createStepFunctions } from './step-functions/service.ts';

/** Settings of the services of the local cloud. */
export interface ServicesOptions {
  /** Asked before each call to a service. */
  readonly faults: FaultSwitch;
  /**
   * Multiplies the delays of Step Functions' Retry (1 by default), so that a test need not wait.
   */
  readonly retryDelayScale?: number;
  /** Values of secrets and parameters by name; they override the template's. */
  readonly secretOverrides?: Readonly<Record<string, string>>;
  /**
   * Reads an asset of the assembly by bucket and key, for a state machine whose definition the
   * template leaves in S3.
   */
  readonly readAsset?: (bucket: string, key: string) => Promise<string>;
}

/** The services in start order, and their handles. */
export interface Services extends Handles {
  readonly services: readonly Service[];
  /** The services as functions reach them, without a socket. */
  readonly apis: Apis;
}

/** Creates the services of the local cloud; nothing runs before their `start`. */
export function createServices(options: ServicesOptions): Services {
  const { faults } = options;
  const apis = createApis();
  const endpoint = createEndpoint(faults, apis);
  const dynamoDb = createDynamoDb({ faults, apis });
  const sqs = createSqs({ faults, apis });
  const eventBridge = createEventBridge({ endpoint, queues: sqs.queues });
  const mailbox = createMailbox(endpoint);
  const secrets = createSecrets({ endpoint, overrides: options.secretOverrides ?? {} });
  const cognito = createCognito(endpoint, mailbox.deliver, eventBridge.tell);
  const stepFunctions = createStepFunctions({
    endpoint,
    retryDelayScale: options.retryDelayScale ?? 1,
    putEvents: eventBridge.putEvents,
    readAsset: options.readAsset,
  });
  return {
    services: [
      endpoint.service,
      dynamoDb.service,
      sqs.service,
      secrets.service,
      cognito.service,
      mailbox.service,
      eventBridge.service,
      stepFunctions.service,
      createInert(),
    ],
    apis,
    streams: dynamoDb.streams,
    queues: sqs.queues,
    objects: sqs.objects,
    events: eventBridge.events,
    tables: dynamoDb.tables,
    workflows: stepFunctions.workflows,
    secrets: secrets.secrets,
    cognito: cognito.cognito,
    mailUrl: mailbox.url,
  };
}
