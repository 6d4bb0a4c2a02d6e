import { AWS_TARGETS, type Targets } from '../cloud/faults/targets.ts';
import { STRIPE_TARGET } from '../stripe/faults.ts';

/** Everything that can go wrong here: AWS, and the stand-in that the shop pays at. */
export const TARGETS: Targets = { ...AWS_TARGETS, stripe: STRIPE_TARGET };
