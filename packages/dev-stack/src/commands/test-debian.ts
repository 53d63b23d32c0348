import { stopAllGuarded } from '../guard.ts';
import { repositoryRoot } from '../paths.ts';
import { createProgress } from '../progress.ts';
import { onStopSignal } from '../signals.ts';
import { runDebianTests } from '../test/debian.ts';
import { runCommand } from './run.ts';

await runCommand(async () => {
  const abort = new AbortController();
  const stopListening = onStopSignal(abort, console.log, () => {});
  abort.signal.addEventListener('abort', () => void stopAllGuarded(), { once: true });
  const { passed, failures } = await runDebianTests(
    repositoryRoot,
    createProgress(console.log),
    abort.signal,
  );
  stopListening();
  for (const { title, detail } of failures)
    console.log(`✗ ${title}\n    ${detail.replaceAll('\n', '\n    ')}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}, 'npm run test:debian');
