import { AWS_TARGETS, type Targets } from '../cloud/faults/targets.ts';
import { STRIPE_TARGET } from '../stripe/faults.ts';

/** All targets of faults: AWS, and the stand-in for the payment provider. */
export const TARGETS: Targets = { ...AWS_TARGETS, stripe: STRIPE_TARGET };
