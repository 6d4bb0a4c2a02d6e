/**
 * Reads a setting that the template gives the function. A missing one is a deployment mistake: it
 * throws at once and names it.
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** A setting that a stage may leave out, or that only emulators of AWS and of Stripe give. */
export const optionalSetting = (name: string): string | undefined => process.env[name] || undefined;
