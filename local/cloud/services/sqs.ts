import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import type { Cloud, Created, Resource, Service } from '../cloud.ts';
import type { FaultSwitch } from '../faults/switch.ts';
import { type ApiHandler, type ApiRequest, type Call, withFaults } from './api.ts';
import { AwsError } from './aws-error.ts';
import type { Objects, Queues } from './handles.ts';
import { keepQueues } from './kept-queues.ts';
import { arn, physicalName } from './names.ts';
import { type ObjectStore, peekInto, type QueueStore, type TopicStore } from './queue-contents.ts';
import { withAccessChecks } from './s3/access.ts';
import { createObjects, operationOfS3, type S3Request } from './s3/objects.ts';
import { type Apis, createApis, type LocalServer } from './server.ts';

type App = Awaited<ReturnType<typeof import('fauxqs').buildApp>>;

interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly deadLetters: string | undefined;
}

interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<
    Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>
  >;
}

const ATTRIBUTES = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'VisibilityTimeout',
];

// Understood, and without effect on one machine.
const WITHOUT_EFFECT = ['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'SqsManagedSseEnabled', 'Tags'];

export interface Sqs {
  readonly service: Service;
  readonly queues: Queues;
  readonly objects: Objects;
}

/** SQS and S3, both by the same engine in this process. */
export function createSqs(options: { readonly faults: FaultSwitch; readonly apis?: Apis }): Sqs {
  const queues = new Map<string, Queue>();
  let app: App | undefined;
  let store: QueueStore | undefined;
  let server: LocalServer | undefined;
  let cloud: Cloud | undefined;

  const call = async (operation: string, input: object): Promise<Record<string, unknown>> => {
    if (!app || !server) throw new Error('SQS has not started');
    const reply = await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        host: new URL(server.url).host,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
      },
      payload: JSON.stringify(input),
    });
    const body = JSON.parse(reply.body || '{}') as Record<string, unknown>;
    if (reply.statusCode >= 400) throw new AwsError(String(body.__type), `${operation}: ${String(body.message)}`);
    return body;
  };
  const callS3: S3Request = async (method, path, payload) => {
    if (!app) throw new Error('S3 has not started');
    const reply = await app.inject({ method, url: path, ...(payload === undefined ? {} : { payload }) });
    if (reply.statusCode >= 400) throw new AwsError('S3Error', `${method} ${path}: ${reply.statusCode} ${reply.body}`);
    return reply.body;
  };
  const objects = createObjects(callS3);

  const createQueue = async (resource: Resource, at: Cloud): Promise<Created> => {
    const name = physicalName(resource, 'QueueName', 80);
    const attributes = ATTRIBUTES.flatMap((attribute) => {
      const value = resource.properties[attribute];
      return value === undefined
        ? []
        : [[attribute, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
    });
    const { QueueUrl } = await call('CreateQueue', { QueueName: name, Attributes: Object.fromEntries(attributes) });
    const { deadLetterTargetArn } = (resource.properties.RedrivePolicy ?? {}) as { deadLetterTargetArn?: string };
    const queue = { name, arn: arn(at, 'sqs', name), url: String(QueueUrl), deadLetters: deadLetterTargetArn };
    queues.set(queue.arn, queue);
    return { ref: queue.url, attributes: { Arn: queue.arn, QueueName: name, QueueUrl: queue.url } };
  };

  const service: Service = {
    name: 'sqs',
    types: {
      'AWS::SQS::Queue': { properties: ['QueueName', ...ATTRIBUTES, ...WITHOUT_EFFECT], create: createQueue },
      // AWS enforces who may send.
      'AWS::SQS::QueuePolicy': {
        properties: ['PolicyDocument', 'Queues'],
        create: async ({ logicalId }) => ({ ref: logicalId, attributes: { Id: logicalId } }),
      },
      ...objects.types,
    },
    async start(at) {
      cloud = at;
      const engine = await loadEngine(at);
      app = engine.app;
      store = engine.sqsStore;
      await app.ready();
      server = await (options.apis ?? createApis()).serve(
        withFaults(withAccessChecks(handlerOf(app), at), { faults: options.faults, callOf }),
      );
      return { AWS_ENDPOINT_URL_SQS: server.url, AWS_ENDPOINT_URL_S3: server.url };
    },
    inspect: () =>
      Promise.all([...queues.keys()].map(async (queueArn) => ({ queueArn, ...(await handle.depth(queueArn)) }))),
    async stop() {
      // Ends the long polls first, or they would hold the server's connections.
      await app?.close();
      await server?.stop();
    },
  };
  const handle: Queues = {
    ...createQueues(call, queues, () => cloud),
    peek: (queueArn, max) => (store ? peekInto(store, queues.get(queueArn)?.name ?? '', max) : []),
    deadLettersOf: (queueArn) => queues.get(queueArn)?.deadLetters,
  };
  return { service, queues: handle, objects };
}

/**
 * Without a host, the engine's queue URLs name the caller's host. Its default is
 * `sqs.<region>.localhost`, which not every machine resolves.
 */
async function loadEngine({ region, dataDir, journal }: Cloud): Promise<{ app: App; sqsStore: QueueStore }> {
  const [{ buildApp }, { SqsStore }, { SnsStore }, { S3Store }, { FileS3Persistence }] = await Promise.all([
    import('fauxqs'),
    importFromEngine<{ SqsStore: new () => QueueStore }>('sqs/sqsStore.js'),
    importFromEngine<{ SnsStore: new () => TopicStore }>('sns/snsStore.js'),
    importFromEngine<{ S3Store: new () => ObjectStore }>('s3/s3Store.js'),
    importFromEngine<{ FileS3Persistence: new (folder: string) => ObjectPersistence }>('s3/fileS3Persistence.js'),
  ]);
  const sqsStore = new SqsStore();
  sqsStore.host = '';
  // Only the hooks of queues are called: nothing makes topics here.
  sqsStore.persistence = keepQueues(journal) as unknown as NonNullable<QueueStore['persistence']>;
  const s3Store = new S3Store();
  if (dataDir !== undefined) {
    const objects = new FileS3Persistence(join(dataDir, 'objects'));
    objects.loadS3(s3Store);
    s3Store.persistence = objects;
  }
  const stores = { sqsStore, snsStore: new SnsStore(), s3Store };
  return { app: await buildApp({ logger: false, defaultRegion: region, stores }), sqsStore };
}

type ObjectPersistence = NonNullable<ObjectStore['persistence']>;

/** The package exports the types of its stores, but not the classes. */
const importFromEngine = <Module>(path: string): Promise<Module> =>
  import(new URL(`../../../node_modules/fauxqs/dist/${path}`, import.meta.url).href) as Promise<Module>;

function createQueues(
  call: (operation: string, input: object) => Promise<Record<string, unknown>>,
  queues: ReadonlyMap<string, Queue>,
  cloud: () => Cloud | undefined,
): Omit<Queues, 'peek' | 'deadLettersOf'> {
  /**
   * Counts one request, as AWS bills it: a deletion of up to ten messages is one. Empty polls are
   * not counted, because they are the price of waiting and not of work.
   */
  const bill = (queueArn: string, operation: string): void =>
    cloud()?.meter?.({ service: 'sqs', unit: 'requests', resource: queueArn.split(':').at(-1) ?? '', operation }, 1);
  const urlOf = (queueArn: string): string => {
    const queue = queues.get(queueArn);
    if (!queue) throw new Error(`There is no queue ${queueArn}`);
    return queue.url;
  };

  return {
    async send(queueArn, body, options = {}) {
      const attributes = Object.entries(options.attributes ?? {}).map(
        ([name, value]) => [name, { DataType: 'String', StringValue: value }] as const,
      );
      const { MessageId } = await call('SendMessage', {
        QueueUrl: urlOf(queueArn),
        MessageBody: body,
        DelaySeconds: options.delaySeconds,
        MessageGroupId: options.messageGroupId,
        MessageDeduplicationId: options.messageDeduplicationId,
        ...(attributes.length > 0 ? { MessageAttributes: Object.fromEntries(attributes) } : {}),
      });
      bill(queueArn, 'SendMessage');
      return { messageId: String(MessageId) };
    },
    async receive(queueArn, options = {}) {
      const QueueUrl = urlOf(queueArn);
      if (options.signal?.aborted) return [];
      const { Messages = [] } = await call('ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: options.max ?? 10,
        WaitTimeSeconds: (options.waitMs ?? 0) / 1_000,
        VisibilityTimeout: options.visibilitySeconds,
        AttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      });
      const records = (Messages as Message[]).map((message) => toLambda(message, queueArn, cloud()?.region ?? ''));
      if (records.length > 0) bill(queueArn, 'ReceiveMessage');
      if (!options.signal?.aborted) return records;
      // No one will handle them: they return as if never received.
      await Promise.all(records.map(({ receiptHandle }) => this.changeVisibility(queueArn, receiptHandle, 0)));
      return [];
    },
    async delete(queueArn, receiptHandles) {
      const QueueUrl = urlOf(queueArn);
      if (receiptHandles.length > 0) bill(queueArn, 'DeleteMessageBatch');
      await Promise.all(receiptHandles.map((ReceiptHandle) => call('DeleteMessage', { QueueUrl, ReceiptHandle })));
    },
    async changeVisibility(queueArn, ReceiptHandle, seconds) {
      await call('ChangeMessageVisibility', { QueueUrl: urlOf(queueArn), ReceiptHandle, VisibilityTimeout: seconds });
    },
    async depth(queueArn) {
      const { Attributes } = await call('GetQueueAttributes', { QueueUrl: urlOf(queueArn), AttributeNames: ['All'] });
      const count = (name: string) => Number((Attributes as Record<string, string>)[name] ?? 0);
      return {
        visible: count('ApproximateNumberOfMessages'),
        inFlight: count('ApproximateNumberOfMessagesNotVisible'),
        delayed: count('ApproximateNumberOfMessagesDelayed'),
      };
    },
    arnOf(urlOrName) {
      const queue = [...queues.values()].find(({ url, name }) => url === urlOrName || name === urlOrName);
      if (!queue) throw new Error(`There is no queue ${urlOrName}`);
      return queue.arn;
    },
    list: () => [...queues.keys()],
  };
}

/** The engine's own routing. */
const handlerOf =
  (app: App): ApiHandler =>
  async ({ method, path, headers, body }) => {
    const payload = typeof body === 'string' ? body : Buffer.from(body);
    const { 'transfer-encoding': _chunked, ...rest } = headers;
    const reply = await app.inject({ method: method as 'POST', url: path, headers: rest, payload });
    const replyHeaders = Object.entries(reply.headers).flatMap(([name, value]) =>
      value === undefined || name === 'connection' || name === 'transfer-encoding' ? [] : [[name, String(value)]],
    );
    return { status: reply.statusCode, headers: Object.fromEntries(replyHeaders), body: reply.rawPayload };
  };

function callOf(request: ApiRequest): Call {
  const operation = (request.headers['x-amz-target'] ?? '').split('.')[1];
  return operation ? { service: 'sqs', operation } : { service: 's3', operation: operationOfS3(request) };
}

function toLambda(message: Message, queueArn: string, region: string): SQSRecord {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(
    ([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        stringValue: StringValue,
        binaryValue: BinaryValue,
        stringListValues: [],
        binaryListValues: [],
      },
    ],
  );
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes as unknown as SQSRecord['attributes'],
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}
