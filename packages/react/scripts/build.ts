/** Writes packages/react/dist: the package as it is published, complete in itself. */
import { join } from 'node:path';
import { buildPackage } from './package.ts';

const folder = join(import.meta.dirname, '../dist');
await buildPackage(folder);
console.log(`wrote ${folder}`);
