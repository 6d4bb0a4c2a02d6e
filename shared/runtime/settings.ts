/** A setting that the template gives the function. Missing is a mistake of deployment: it fails at once and says which. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
