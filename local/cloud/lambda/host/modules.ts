import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';

/** The values that a module's code sees under these names instead of the thread's own. */
export interface Scope {
  readonly process: unknown;
  readonly console: unknown;
  readonly global: unknown;
}

/** A module in the making, as CommonJS has it. */
interface Module {
  exports: unknown;
}

type Compiled = (
  exports: unknown,
  require: unknown,
  module: Module,
  filename: string,
  directory: string,
  process: unknown,
  console: unknown,
  global: unknown,
  globalAgain: unknown,
) => void;

// The body begins on the second line, so that positions are those of the file.
const HEAD = '(function (exports, require, module, __filename, __dirname, process, console, globalThis, global) {\n';

/** Code that has been compiled once for all environments of this host. */
interface Code {
  readonly version: string;
  readonly script: Script;
  /** One function for all, so that V8 learns only once which parts are hot and optimizes them. */
  readonly run: Compiled;
  readonly cacheFile: string;
  uses: number;
}

const known = new Map<string, Code>();

/** Functions are compiled when they first run, so the cache is written after a few uses. */
const USES_BEFORE_CACHE = 3;

function codeOf(file: string, compileCacheDir: string): Code {
  const { mtimeMs, size } = statSync(file);
  const version = `${mtimeMs} ${size}`;
  const present = known.get(file);
  if (present?.version === version) return present;
  const source = readFileSync(file, 'utf8');
  const hash = createHash('sha256').update(file).update(source).digest('hex').slice(0, 32);
  const cacheFile = join(compileCacheDir, `${process.version}-${process.arch}-${hash}.bin`);
  const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
  const script = new Script(`${HEAD}${source}\n})`, {
    filename: file,
    lineOffset: -1,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData ? { cachedData } : {}),
  });
  // Refused data, of another flag or version, is written again.
  const isCached = cachedData !== undefined && script.cachedDataRejected === false;
  const run = script.runInThisContext() as Compiled;
  const code = { version, script, run, cacheFile, uses: isCached ? Number.POSITIVE_INFINITY : 0 };
  known.set(file, code);
  return code;
}

/** Keeps the compiled code of a file for later runs, once it has been used a few times. */
export function noteUse(file: string): void {
  const code = known.get(file);
  if (!code || code.uses > USES_BEFORE_CACHE) return;
  code.uses += 1;
  if (code.uses !== USES_BEFORE_CACHE) return;
  mkdirSync(dirname(code.cacheFile), { recursive: true });
  // Several hosts may write the same.
  const temporary = `${code.cacheFile}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(temporary, code.script.createCachedData());
  renameSync(temporary, code.cacheFile);
}

/** The modules of one environment: none of another is shared but Node's own. */
export class Modules {
  readonly #loaded = new Map<string, Module>();
  readonly #scope: Scope;
  readonly #compileCacheDir: string;

  constructor(scope: Scope, compileCacheDir: string) {
    this.#scope = scope;
    this.#compileCacheDir = compileCacheDir;
  }

  /** Loads a file by its path, with or without its ending. */
  load(path: string): { readonly file: string; readonly exports: unknown } {
    const file = createRequire(join(dirname(path), 'package.json')).resolve(path);
    return { file, exports: this.#require(file) };
  }

  #require(file: string): unknown {
    const present = this.#loaded.get(file);
    if (present) return present.exports;
    if (file.endsWith('.json')) return JSON.parse(readFileSync(file, 'utf8'));
    const module: Module = { exports: {} };
    this.#loaded.set(file, module);
    try {
      this.#run(file, module);
    } catch (error) {
      this.#loaded.delete(file);
      throw error;
    }
    return module.exports;
  }

  #run(file: string, module: Module): void {
    const { process: own, console, global } = this.#scope;
    const native = createRequire(file);
    const require = (id: string): unknown => {
      if (id === 'process' || id === 'node:process') return own;
      return isBuiltin(id) ? native(id) : this.#require(native.resolve(id));
    };
    Object.assign(require, { resolve: native.resolve, cache: {} });
    const { run } = codeOf(file, this.#compileCacheDir);
    run.call(module.exports, module.exports, require, module, file, dirname(file), own, console, global, global);
  }
}
