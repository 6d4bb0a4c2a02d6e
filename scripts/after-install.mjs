// Runs after `npm install` and `npm ci`.
import { completeInstallation } from './installation.mjs';

completeInstallation();
