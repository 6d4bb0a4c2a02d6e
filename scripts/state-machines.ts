import { aslFile } from '../state-machines/asl.ts';
import { machines } from '../state-machines/index.ts';
import type { Machine } from '../state-machines/machine.ts';
import { domainRows, stepRows, undoRows } from '../state-machines/tables.ts';
import { domainOf, functionsOf } from '../state-machines/ways.ts';
import { type Generated, markdownTable, replaceBetween, writeOrCheck } from './generated.ts';
import { isMain } from './is-main.ts';

const domainsOf = (machine: Machine): string[] => functionsOf(machine).map(domainOf);

function filesOf(machine: Machine): Generated {
  const folder = `state-machines/${machine.name}`;
  return {
    [`${folder}/${machine.name}.asl.json`]: () => aslFile(machine),
    [`${folder}/README.md`]: (readme) =>
      Object.entries({ steps: stepRows(machine), undos: undoRows(machine) }).reduce(
        (text, [name, rows]) => replaceBetween(text, name, markdownTable(rows)),
        readme,
      ),
  };
}

/** The README of a domain, with a table for each machine that it has a part in. */
const domainReadme = (domain: string) => (readme: string) =>
  Object.values<Machine>(machines)
    .filter((machine) => domainsOf(machine).includes(domain))
    .reduce((text, machine) => {
      return replaceBetween(text, `${machine.name} saga`, markdownTable(domainRows(machine, domain)));
    }, readme);

/**
 * Makes the ASL of the state machines and their tables; with `--check` it only fails when one is
 * stale.
 */
export const generated: Generated = {
  ...Object.assign({}, ...Object.values(machines).map(filesOf)),
  ...Object.fromEntries(
    Object.values(machines)
      .flatMap(domainsOf)
      .map((domain) => [`functions/${domain}/README.md`, domainReadme(domain)]),
  ),
};

if (isMain(import.meta)) writeOrCheck(generated, 'npm run generate');
