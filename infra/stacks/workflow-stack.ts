import { type App, ArnFormat, CfnOutput, Stack } from 'aws-cdk-lib';
import { functionNamed } from '../../functions/index.ts';
import { pascalCase } from '../../state-machines/asl.ts';
import { machines } from '../../state-machines/index.ts';
import type { Machine } from '../../state-machines/machine.ts';
import { DomainFunction, type Surroundings } from '../constructs/domain-function.ts';
import { Saga } from '../constructs/saga.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data-stack.ts';

type MachineName = keyof typeof machines;

/** The sagas and the functions that do their steps. */
export class WorkflowStack extends Stack {
  readonly sagas: Readonly<Record<MachineName, Saga>>;
  private readonly functions = new Map<string, DomainFunction>();
  private readonly around: Surroundings;
  private readonly bus: DataStack['bus'];

  constructor(app: App, settings: Settings, data: DataStack) {
    super(app, `souk-${settings.stage}-workflow`);
    const orderSagaArn = this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      // By name, not by reference: the state machine already refers to these functions.
      resourceName: this.physicalNameOf(machines.order, settings),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.bus = data.bus;
    this.around = { settings, tables: data.tables, supplies: data.supplies(settings, orderSagaArn) };
    const sagas = Object.entries(machines).map(([name, machine]) => [name, this.sagaOf(machine)]);
    this.sagas = Object.fromEntries(sagas);
  }

  private physicalNameOf({ name }: Machine, { stage }: Settings): string {
    return `souk-${stage}-${name}`;
  }

  private sagaOf(machine: Machine): Saga {
    const { settings } = this.around;
    const id = `${pascalCase(machine.name)}Saga`;
    const name = this.physicalNameOf(machine, settings);
    const saga = new Saga(this, id, {
      name,
      machine,
      settings,
      bus: this.bus,
      functionOf: (task) => this.functionOf(task),
    });
    new CfnOutput(this, `${id}Arn`, { value: saga.stateMachine.stateMachineArn });
    return saga;
  }

  /** Creates each function once, however many sagas name it. */
  private functionOf(name: string): DomainFunction {
    const made = this.functions.get(name) ?? new DomainFunction(this, functionNamed(name), this.around);
    this.functions.set(name, made);
    return made;
  }
}
