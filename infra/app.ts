import { App } from 'aws-cdk-lib';
import cdk from '../cdk.json' with { type: 'json' };
import { isMain } from '../scripts/is-main.ts';
import { settingsOf } from './settings.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EventsStack } from './stacks/events-stack.ts';
import { WorkflowStack } from './stacks/workflow-stack.ts';

/**
 * Creates the CDK app of one stage.
 *
 * @param context the CDK's; `settings.ts` lists the shop's own keys. The context of `cdk.json` is
 *   always added, so that a test, the local cloud and the CLI get the same templates.
 * @param outdir the assembly's directory, else `CDK_OUTDIR`, else a temporary directory.
 */
export function createApp(context: Readonly<Record<string, unknown>> = {}, outdir?: string): App {
  const all = { ...cdk.context, ...context };
  const settings = settingsOf(all);
  const app = new App({
    context: all,
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

if (isMain(import.meta)) createApp(JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}')).synth();
