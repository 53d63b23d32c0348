// Weighs what others ship, `weigh-peers.ts <file> <what is not counted …>`, in a process of its own: installing blocks it, and
// an interruption is to end it. Writes the weights into the file.
import { writeFile } from 'node:fs/promises';
import { weighPeers } from '../../../react/scripts/weigh-peers.ts';

const [file = '', ...external] = process.argv.slice(2);
await writeFile(file, JSON.stringify(await weighPeers(external, () => {})));
