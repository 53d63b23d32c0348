import { UsageError } from './ports.ts';
import { type Addresses, readState } from './state.ts';

/**
 * The stack that runs on a data folder.
 * @throws UsageError when there is none, or it is not ready
 */
export async function runningStack(dataDir: string): Promise<{ addresses: Addresses; web: boolean }> {
  const state = await readState(dataDir);
  if (!state) throw new UsageError('The stack is down: start it with "npm start".');
  if (state.phase !== 'running' || !state.addresses)
    throw new UsageError(`The stack is not ready: it is ${state.phase}.`);
  return { addresses: state.addresses, web: state.web };
}
