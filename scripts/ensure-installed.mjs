// Runs before `npm start`, and `--with-tools` before `npm test`, when nothing may be installed yet.
import { checkNode, completeInstallation, installPackages, isInstalled } from './installation.mjs';

checkNode();
const withTools = process.argv.includes('--with-tools');
if (!isInstalled(withTools)) {
  console.log(
    withTools ? 'Installing dependencies, with the tools of tests (once)…' : 'Installing dependencies (once)…',
  );
  installPackages(withTools);
  // Where scripts are switched off, npm has not run `postinstall`.
  if (!isInstalled(withTools)) completeInstallation();
}
