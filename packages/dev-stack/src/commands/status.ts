import { dataDirFromEnvironment } from '../paths.ts';
import { UsageError } from '../ports.ts';
import { unreachable } from '../probe.ts';
import { readState } from '../state.ts';
import { runCommand } from './run.ts';

await runCommand(async () => {
  const dataDir = dataDirFromEnvironment(process.env);
  const state = await readState(dataDir);
  if (!state) throw new UsageError('The stack is down: start it with "npm start".');
  if (state.phase !== 'running' || !state.addresses)
    throw new UsageError(`The stack is not ready: it is ${state.phase}.`);
  const silent = await unreachable(state.addresses, state.web);
  if (silent.length > 0)
    throw new UsageError(`The stack runs, but these do not answer: ${silent.join(', ')}.`);
  console.log(JSON.stringify(state.addresses, null, 2));
  return 0;
}, 'npm run --silent status');
