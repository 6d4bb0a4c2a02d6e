import type { Resource } from '../cloud.ts';
import { type Destination, destinationOf } from '../lambda/destination.ts';
import { compilePattern } from '../services/event-patterns.ts';
import { stableId } from '../services/names.ts';

/** The understood properties of `AWS::Lambda::EventSourceMapping`. */
export const mappingProperties: readonly string[] = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig.OnFailure.Destination',
  'Enabled',
  'EventSourceArn',
  'FilterCriteria.Filters.*.Pattern',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'ScalingConfig.MaximumConcurrency',
  'StartingPosition',
  'Tags',
];

/** An event source mapping with Lambda's defaults filled in. */
export interface Mapping {
  /** A UUID that stays the same from run to run. */
  readonly id: string;
  readonly source: 'queue' | 'stream';
  readonly sourceArn: string;
  readonly functionName: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  readonly reportsItemFailures: boolean;
  /** Whether the filter passes an event to the function. */
  readonly wants: (event: unknown) => boolean;
  /** Concurrent batches of a queue. */
  readonly maxConcurrency: number;
  /** Concurrent batches of a stream's shard. */
  readonly parallelizationFactor: number;
  readonly from: 'TRIM_HORIZON' | 'LATEST';
  readonly bisects: boolean;
  /** Retries after the first attempt; infinite by default. */
  readonly maxRetries: number;
  /** Infinite by default. */
  readonly maxRecordAgeMs: number;
  readonly onFailure: Destination | undefined;
}

interface Properties {
  readonly BatchSize?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly Enabled?: boolean;
  readonly EventSourceArn: string;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern: string }[] };
  readonly FunctionName: string;
  readonly FunctionResponseTypes?: readonly string[];
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly MaximumRetryAttempts?: number;
  readonly ParallelizationFactor?: number;
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly StartingPosition?: string;
}

/** The number of concurrent batches that Lambda begins with on a queue. */
const defaultQueueConcurrency = 5;

/** Throws for a source that is neither a queue nor a table's stream, and for an unknown pattern. */
export function mappingOf(resource: Resource): Mapping {
  const properties = resource.properties as unknown as Properties;
  const source = sourceOf(properties.EventSourceArn);
  const hex = stableId(resource, 32);
  return {
    id: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
    source,
    sourceArn: properties.EventSourceArn,
    functionName: properties.FunctionName,
    enabled: properties.Enabled ?? true,
    batchSize: properties.BatchSize ?? (source === 'queue' ? 10 : 100),
    batchingWindowMs: (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    reportsItemFailures: properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    wants: filterOf(properties),
    maxConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? defaultQueueConcurrency,
    parallelizationFactor: properties.ParallelizationFactor ?? 1,
    from: startingPosition(properties.StartingPosition),
    bisects: properties.BisectBatchOnFunctionError ?? false,
    maxRetries: limitOf(properties.MaximumRetryAttempts),
    maxRecordAgeMs: limitOf(properties.MaximumRecordAgeInSeconds) * 1000,
    onFailure: destinationOf(properties.DestinationConfig?.OnFailure?.Destination),
  };
}

function sourceOf(arn: string): Mapping['source'] {
  if (arn.startsWith('arn:aws:sqs:')) return 'queue';
  if (arn.startsWith('arn:aws:dynamodb:')) return 'stream';
  throw new Error(`EventSourceArn must be a queue or a table's stream, not ${arn}`);
}

function startingPosition(position = 'TRIM_HORIZON'): Mapping['from'] {
  if (position === 'TRIM_HORIZON' || position === 'LATEST') return position;
  throw new Error(`StartingPosition must be TRIM_HORIZON or LATEST, not ${position}`);
}

/** -1 means no limit. */
function limitOf(value = -1): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}

function filterOf(properties: Properties): (event: unknown) => boolean {
  const matchers = (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }) => compilePattern(JSON.parse(Pattern)));
  return (event) => matchers.length === 0 || matchers.some((matches) => matches(event));
}
