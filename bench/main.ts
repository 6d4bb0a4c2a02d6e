import { mkdir, writeFile } from 'node:fs/promises';
import { readOptions } from '../local/shop/options.ts';
import { compareWith, comparison } from './against.ts';
import { missedBudgets } from './budgets.ts';
import { committedFigures, FIGURES_PATH } from './figures.ts';
import { saveToReadme } from './readme.ts';
import { report } from './report.ts';
import { QUICK, run, WHOLE } from './run.ts';

const usage = `Usage: npm run bench [-- options]

  --against DIR   compare whole checkouts with another commit's, in this folder: git worktree add DIR COMMIT
  --quick   half a minute instead of three: it has every count, but its speeds mean little
  --save    keep the figures as those that later runs are compared with, in bench/figures.json and the README
`;

const options = {
  against: { type: 'string' },
  quick: { type: 'boolean' },
  save: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function readValues() {
  const { values, positionals } = readOptions(process.argv.slice(2), options);
  if (positionals.length > 0) throw new Error(`Unexpected argument '${positionals[0]}'.`);
  return values;
}

async function main(): Promise<number> {
  let values: ReturnType<typeof readValues>;
  try {
    values = readValues();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.quick && values.save) {
    console.error('The speeds of a quick run mean little: save a whole one.');
    return 2;
  }
  if (values.against !== undefined) {
    console.log(comparison(await compareWith(values.against, (line) => console.error(line))));
    return 0;
  }
  const committed = await committedFigures();
  const { figures, wrong } = await run(values.quick ? QUICK : WHOLE, (line) => console.error(line));
  console.log(`\n${report(figures, committed)}\n`);
  await mkdir('.local', { recursive: true });
  await writeFile('.local/bench.json', `${JSON.stringify(figures, undefined, 2)}\n`);
  const missed = missedBudgets(figures, values.save ? undefined : committed);
  for (const line of [...wrong, ...missed]) console.log(`✗ ${line}`);
  if (values.save && wrong.length === 0) {
    await writeFile(FIGURES_PATH, `${JSON.stringify(figures, undefined, 2)}\n`);
    await saveToReadme(figures);
  }
  return wrong.length + missed.length > 0 ? 1 : 0;
}

process.exitCode = await main();
