import type { Execution, HistoryEvent } from './execution.ts';

/**
 * An execution's history as GetExecutionHistory returns it: its own events and those of its states,
 * ids from 1.
 */
export function historyOf(execution: Execution): object[] {
  return execution.history.map((event, index) => ({
    id: index + 1,
    previousEventId: index,
    timestamp: event.timestamp / 1_000,
    ...detailsOf(event),
  }));
}

function detailsOf(event: HistoryEvent): object {
  switch (event.type) {
    case 'ExecutionStarted':
      return { type: event.type, executionStartedEventDetails: { input: JSON.stringify(event.input) } };
    case 'ExecutionSucceeded':
      return { type: event.type, executionSucceededEventDetails: { output: JSON.stringify(event.output) } };
    case 'ExecutionFailed':
      return { type: event.type, executionFailedEventDetails: failure(event) };
    case 'ExecutionTimeout':
      return { type: 'ExecutionTimedOut', executionTimedOutEventDetails: { error: 'States.Timeout' } };
    case 'StateEntered': {
      const { name, type, input } = event.state;
      return { type: `${type}StateEntered`, stateEnteredEventDetails: { name, input: JSON.stringify(input) } };
    }
    case 'StateExited': {
      const { name, type, output } = event.state;
      return { type: `${type}StateExited`, stateExitedEventDetails: { name, output: JSON.stringify(output) } };
    }
    case 'StateFailed':
      return event.Error === 'States.Timeout'
        ? {
            type: 'TaskTimedOut',
            taskTimedOutEventDetails: { ...failure(event), resourceType: 'lambda', resource: 'invoke' },
          }
        : {
            type: 'TaskFailed',
            taskFailedEventDetails: { ...failure(event), resourceType: 'lambda', resource: 'invoke' },
          };
    case 'StateRetried':
      return {
        type: 'TaskScheduled',
        taskScheduledEventDetails: { resourceType: 'lambda', resource: 'invoke', region: '', parameters: '{}' },
      };
    default:
      return { type: event.type };
  }
}

function failure({ Error: error, Cause: cause }: { readonly Error: string; readonly Cause: unknown }): object {
  return { error, cause: typeof cause === 'string' ? cause : JSON.stringify(cause) };
}

/** A line for the console: which state, when and with what outcome. */
export function transitionsOf(execution: Execution): object[] {
  return execution.history.flatMap((event) => {
    if (!('state' in event)) return [];
    const error = 'Error' in event ? { error: event.Error } : {};
    return [{ at: event.timestamp, type: event.type, state: event.state.name, ...error }];
  });
}
