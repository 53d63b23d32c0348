import type pg from 'pg';
import type { Log } from '../log.ts';
import type { Authorization } from './authorization.ts';
import type { Hub } from './hub.ts';
import type { Limits } from './limits.ts';
import type { Verify } from './token.ts';

/** What every part of one gateway shares. */
export interface Context {
  hub: Hub;
  pool: pg.Pool;
  authorization: Authorization;
  verify: Verify;
  limits: Limits;
  log: Log;
  /** Whether messages from the database are coming in. */
  isStreaming(): boolean;
}
