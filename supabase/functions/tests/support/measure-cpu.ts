/**
 * What a run costs in processor time, for the budget of `_shared/drain.ts` and the table of docs/email.md. Linux only.
 *
 *     npx deno run --allow-all --no-lock --node-modules-dir=manual supabase/functions/tests/support/measure-cpu.ts
 */
import type { QueuedEmail } from '../../_shared/channels/email.ts';
import { emailChannel } from '../../_shared/channels/email.ts';
import { drain } from '../../_shared/drain.ts';
import { createLog } from '../../_shared/log.ts';
import { createPacer } from '../../_shared/pacer.ts';
import { MemoryOutbox } from './memory-outbox.ts';
import { alertEmail, linkKeys, upTo, webUrl } from './scenario.ts';

if (Deno.args[0] === 'provider') serveProvider();
else await measure();

async function measure(): Promise<void> {
  // In a process of its own, so that its work is not counted.
  const provider = new Deno.Command(Deno.execPath(), {
    args: [
      'run',
      '--allow-all',
      '--no-lock',
      '--node-modules-dir=manual',
      import.meta.filename ?? '',
      'provider',
    ],
    stdout: 'piped',
  }).spawn();
  const lines = provider.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const baseUrl = (await lines.read()).value?.trim() ?? '';

  const measured: Record<string, string> = { deno: Deno.version.deno };
  const measureBatches = async (name: string, count: number, size: number) => {
    const before = processorMs();
    await sendBatches(count, size, baseUrl);
    measured[name] = `${((processorMs() - before) / count).toFixed(1)} ms`;
  };
  measured['start of the process'] = `${processorMs()} ms`;
  await measureBatches('first email', 1, 1);
  await measureBatches('a batch of 100, in the first 25', 25, 100);
  await measureBatches('a batch of 100, later', 60, 100);
  await measureBatches('a batch of 1, later', 60, 1);
  console.log(JSON.stringify(measured, null, 2));
  await lines.cancel();
  provider.kill();
  await provider.status;
}

async function sendBatches(count: number, size: number, baseUrl: string): Promise<void> {
  const outbox = new MemoryOutbox();
  const claim = outbox.claim.bind(outbox);
  outbox.claim = (_, leaseSeconds) => claim(size, leaseSeconds);
  outbox.enqueue(...upTo(count * size).map((number): QueuedEmail => alertEmail(number)));
  const { sent } = await drain({
    outbox,
    channel: emailChannel({ apiKey: 're_test', baseUrl, from: 'Cassius <n@cassius.test>', webUrl, linkKeys }),
    pacer: createPacer({ requestsPerSecond: Number.POSITIVE_INFINITY }),
    log: createLog('measure-cpu', () => {}),
    batchBudget: Number.POSITIVE_INFINITY,
    now: () => outbox.now,
  });
  if (sent !== count * size) throw new Error(`sent ${sent}`);
}

/** Of all threads of this process, in user and system mode: Deno 2.1 does not implement `process.cpuUsage`. */
function processorMs(): number {
  const fields = Deno.readTextFileSync('/proc/self/stat').split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return ticks * 10;
}

function serveProvider(): void {
  Deno.serve(
    { port: 0, hostname: '127.0.0.1', onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`) },
    async (request) => {
      const emails: unknown[] = await request.json();
      return Response.json({ data: emails.map(() => ({ id: crypto.randomUUID() })) });
    },
  );
}
