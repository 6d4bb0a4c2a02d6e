import { type App, ArnFormat, CfnOutput, Stack } from 'aws-cdk-lib';
import { functionNamed } from '../../functions/index.ts';
import { DomainFunction, type Surroundings } from '../constructs/domain-function.ts';
import { OrderSaga } from '../constructs/order-saga.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data-stack.ts';

/** The order saga and the functions that do its steps. */
export class WorkflowStack extends Stack {
  readonly orderSaga: OrderSaga;

  constructor(app: App, settings: Settings, data: DataStack) {
    super(app, `souk-${settings.stage}-workflow`);
    const name = `souk-${settings.stage}-order`;
    // By name, not by reference: the state machine already refers to these functions.
    const orderSagaArn = this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const around: Surroundings = { settings, tables: data.tables, supplies: data.supplies(settings, orderSagaArn) };
    this.orderSaga = new OrderSaga(this, 'OrderSaga', {
      name,
      inventory: new DomainFunction(this, functionNamed('inventory-saga'), around),
      payments: new DomainFunction(this, functionNamed('payments-saga'), around),
      orders: new DomainFunction(this, functionNamed('orders-saga'), around),
      paymentTimeoutSeconds: settings.paymentTimeoutSeconds,
    });
    new CfnOutput(this, 'OrderSagaArn', { value: this.orderSaga.stateMachine.stateMachineArn });
  }
}
