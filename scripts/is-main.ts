import { realpathSync } from 'node:fs';

/** Whether Node was started with this module, as `import.meta.main` says from Node 24.2 on. */
export const isMain = ({ filename }: ImportMeta): boolean =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === filename;
