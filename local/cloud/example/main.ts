import { startCloud } from '../start.ts';
import { notes } from './notes.ts';

const cloud = await startCloud({ app: notes, log: console.log });
console.log(`curl -X PUT ${cloud.url}/notes/1 -d 'Buy milk'; curl ${cloud.url}/notes/1`);
process.on('SIGINT', () => cloud.stop().then(() => process.exit()));
