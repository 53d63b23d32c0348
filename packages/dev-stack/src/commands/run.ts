import { inspect } from 'node:util';
import { UsageError } from '../ports.ts';

/**
 * Runs a command and ends the process with its exit code. What a person can put right is one clear message on standard
 * error; anything else is a fault of ours and keeps its stack trace.
 */
export async function runCommand(command: () => Promise<number>, usage: string): Promise<never> {
  // A reader that went away (`npm start | head`) is no reason to end badly.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    process.exit(await command());
  } catch (error) {
    process.stderr.write(`${describe(error, usage)}\n`);
    process.exit(1);
  }
}

function describe(error: unknown, usage: string): string {
  if (error instanceof UsageError) return error.message;
  const { code, message } = error as { code?: string; message?: string };
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message}\nUsage: ${usage}`;
  return process.env.CASSIUS_DEBUG ? inspect(error) : `Error: ${message ?? inspect(error)}`;
}
