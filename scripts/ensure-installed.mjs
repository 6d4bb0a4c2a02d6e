// Runs before `npm start` and `npm test`, when nothing may be installed yet.
import { checkNode, completeInstallation, installPackages, isInstalled } from './installation.mjs';

checkNode();
if (!isInstalled()) {
  console.log('Installing dependencies (once)…');
  installPackages();
  // Where scripts are switched off, npm has not run `postinstall`.
  if (!isInstalled()) completeInstallation();
}
