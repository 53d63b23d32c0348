import { join, resolve } from 'node:path';

/** Folder of the checkout. */
export const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** Where the local stack keeps its database, secrets and state: CASSIUS_DATA_DIR, else `.cassius` in the checkout. */
export const dataDirFromEnvironment = (env: NodeJS.ProcessEnv): string =>
  resolve(env.CASSIUS_DATA_DIR || join(repositoryRoot, '.cassius'));
