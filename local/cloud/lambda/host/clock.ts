let clockOffset = 0;

/** Sets the clock of all environments of this host to the cloud's, which a test may set ahead. */
export function setClock(offset: number): void {
  if (offset === clockOffset) return;
  const isPatched = clockOffset !== 0;
  clockOffset = offset;
  if (isPatched) return;
  globalThis.Date = new Proxy(Date, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [target.now() + clockOffset] : parts, newTarget),
    apply: (target) => new target(target.now() + clockOffset).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? () => target.now() + clockOffset : Reflect.get(target, name, receiver),
  });
}
