import { giveOrder } from '../control.ts';
import { dataDirFromEnvironment, repositoryRoot } from '../paths.ts';
import { UsageError } from '../ports.ts';
import { createProgress } from '../progress.ts';
import { remakeDatabase } from '../remake.ts';
import { readState } from '../state.ts';
import { runCommand } from './run.ts';

await runCommand(async () => {
  const dataDir = dataDirFromEnvironment(process.env);
  const progress = createProgress(console.log);
  const state = await readState(dataDir);
  if (!state) {
    await remakeDatabase({ dataDir, root: repositoryRoot, progress, write: console.log });
    console.log('The database is new. "npm start" brings the stack up.');
  } else if (state.phase === 'running' && state.control) {
    const { control } = state;
    await progress.step('resetting the running stack', () => giveOrder(control, 'reset'));
    console.log('The database is new, and the stack is up again.');
  } else {
    throw new UsageError(`The stack is ${state.phase}: try again when it is up or stopped.`);
  }
  return 0;
}, 'npm run reset');
