import { createLog } from '../log.ts';
import { startMail } from './index.ts';
import type { ProgramOptions } from './own-process.ts';

const options = JSON.parse(process.env.CASSIUS_MAIL ?? '') as ProgramOptions;
const mail = await startMail({ ...options, log: createLog('mail') });
const end = () => void mail.stop().then(() => process.exit());
process.once('SIGTERM', end);
// Whoever started it has ended without a word.
process.once('disconnect', end);
process.send?.('ready');
