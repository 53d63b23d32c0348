import { env } from './env.ts';

/** Runs once when the server starts: a wrong configuration is told at once and not at the first visit. */
export function register(): void {
  env();
}
