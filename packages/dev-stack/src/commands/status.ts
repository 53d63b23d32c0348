import { dataDirFromEnvironment } from '../paths.ts';
import { UsageError } from '../ports.ts';
import { unreachable } from '../probe.ts';
import { runningStack } from '../running.ts';
import { runCommand } from './run.ts';

await runCommand(async () => {
  const { addresses, web } = await runningStack(dataDirFromEnvironment(process.env));
  const silent = await unreachable(addresses, web);
  if (silent.length > 0)
    throw new UsageError(`The stack runs, but these do not answer: ${silent.join(', ')}.`);
  console.log(JSON.stringify(addresses, null, 2));
  return 0;
}, 'npm run --silent status');
