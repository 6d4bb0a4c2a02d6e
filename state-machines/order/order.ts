import { defineMachine, type RefusalCode } from '../machine.ts';
import type { TIMEOUT } from '../ways.ts';
import { PAYMENT_REFUSALS } from './payment-refusals.ts';

/** The saga that brings an order to its end. README.md shows it as a table. */
export const orderMachine = defineMachine({
  name: 'order',
  comment: 'The order saga: see README.md for each step and its undo.',
  subject: 'orderId',
  steps: {
    ReserveStock: {
      function: 'inventory-saga',
      comment: 'Holds every line, or none, for 15 minutes.',
      refuses: { 'inventory.insufficient_stock': 'InsufficientStock' },
      undo: 'ReleaseStock',
      retry: 'transient',
    },
    AuthorizePayment: {
      function: 'payments-saga',
      comment:
        'Answers at once, or when the buyer has authenticated. Never retried on a timeout: that would wait twice, with a second token.',
      refuses: PAYMENT_REFUSALS,
      undo: 'CancelPayment',
      // A declined intent can still be paid.
      undoneWhenRefused: true,
      retry: 'transient',
      waitsForToken: true,
      timeoutSeconds: 300,
      timeoutSetting: 'paymentTimeoutSeconds',
      rescuedBy: 'SettlePayment',
    },
    CommitStock: {
      function: 'inventory-saga',
      comment: 'Turns the hold into an allocation, if it has not expired.',
      refuses: { 'inventory.hold_expired': 'HoldExpired' },
      undo: 'ReleaseStock',
      retry: 'transient',
    },
    CapturePayment: {
      function: 'payments-saga',
      comment: 'The pivot: from here only forward, unless the provider says that nothing was or can be captured.',
      refuses: { 'payments.capture_failed': 'CaptureFailed' },
      undo: 'RefundPayment',
      retry: 'persistent',
    },
    ConfirmOrder: {
      function: 'orders-saga',
      comment: "The order's one writer decides: confirmed, or a cancel was first.",
      refuses: { 'orders.order_cancelled': 'OrderCancelled' },
      retry: 'persistent',
    },
  },
  pivot: 'CapturePayment',
  rescues: {
    SettlePayment: {
      function: 'payments-saga',
      comment: 'Reads the intent when the wait is over: who paid in time gets the order, whatever news was lost.',
      refuses: PAYMENT_REFUSALS,
    },
  },
  undos: {
    CancelPayment: {
      function: 'payments-saga',
      comment: 'the fence for a late payment; refunds what was captured all the same',
    },
    RefundPayment: { function: 'payments-saga', covers: 'CancelPayment' },
    ReleaseStock: { function: 'inventory-saga' },
  },
  ends: {
    CancelOrder: { function: 'orders-saga', comment: 'Ends the order as cancelled.' },
    RejectOrder: {
      function: 'orders-saga',
      comment: 'Ends the order as rejected, with the reason.',
      getsError: true,
    },
    ParkOrder: {
      function: 'orders-saga',
      comment: 'Neither forward nor back: a person must look.',
      getsError: true,
    },
  },
  undone: { state: 'WasCancelled', endByError: { OrderCancelled: 'CancelOrder' }, otherwise: 'RejectOrder' },
  stuck: {
    end: 'ParkOrder',
    report: 'ReportStuck',
    state: 'NeedsAttention',
    cause: 'The order is set aside as needs_attention. docs/operations.md tells what to do.',
  },
});

/** The codes with which an order can be rejected. A cancel ends it as cancelled instead. */
export type RejectionCode = Exclude<
  RefusalCode<typeof orderMachine>,
  RefusalCode<typeof orderMachine, 'OrderCancelled'>
>;

/** The errors that Step Functions raises, and no step. */
export type RaisedError = typeof TIMEOUT;
