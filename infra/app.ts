import { App } from 'aws-cdk-lib';
import cdk from '../cdk.json' with { type: 'json' };
import { settingsOf } from './settings.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EventsStack } from './stacks/events-stack.ts';
import { WorkflowStack } from './stacks/workflow-stack.ts';

/**
 * One stage of the product. The context is the CDK's, see `settings.ts` for what it may say; `cdk.json`'s part is always there, so that a
 * test, the local cloud and the CLI get the same templates. The assembly goes to `outdir`, else to `CDK_OUTDIR`, else to a temporary
 * directory.
 */
export function createApp(context: Readonly<Record<string, unknown>> = {}, outdir?: string): App {
  const settings = settingsOf(context);
  const app = new App({
    context: { ...cdk.context, ...context },
    analyticsReporting: false,
    ...(outdir && { outdir }),
  });
  const data = new DataStack(app, settings);
  const workflow = new WorkflowStack(app, settings, data);
  const { stateMachineArn } = workflow.sagas.order.stateMachine;
  const around = { settings, tables: data.tables, supplies: data.supplies(settings, stateMachineArn) };
  new ApiStack(app, around, data);
  new EventsStack(app, around, data);
  return app;
}

if (import.meta.main) createApp(JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}')).synth();
