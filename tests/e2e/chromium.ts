import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const { CHROMIUM_PATH } = process.env;

/** A browser of this machine, if it has one. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const candidates = CHROMIUM_PATH
    ? [CHROMIUM_PATH]
    : folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Chromium's sandbox does not work for root. */
export const launchOptions = (executablePath: string) => ({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
