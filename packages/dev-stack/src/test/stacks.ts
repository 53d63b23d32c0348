import { join } from 'node:path';
import { freePorts, type Ports } from '../ports.ts';
import { createProgress, type Progress } from '../progress.ts';
import { type Stack, type StackOptions, startStack } from '../stack.ts';

interface StacksOptions extends Pick<StackOptions, 'root' | 'write' | 'signal'> {
  /** Folder for what they keep. */
  scratch: string;
}

export interface Stacks {
  /** Starts one more, beside those that run; step by step for a person when `progress` is given. */
  start(web: StackOptions['web'], progress?: Progress): Promise<Stack>;
  /** Stops those that still run. */
  stop(): Promise<void>;
}

/** The stacks of one run of the tests. */
export function createStacks({ scratch, ...options }: StacksOptions): Stacks {
  const started: Stack[] = [];
  const taken = new Set<number>();
  let count = 0;

  /** Ports that are free, and that no stack has that is only about to listen. */
  const ownPorts = async (): Promise<Ports> => {
    const ports = await freePorts();
    if (Object.values(ports).some((port) => taken.has(port))) return ownPorts();
    for (const port of Object.values(ports)) taken.add(port);
    return ports;
  };
  return {
    async start(web, progress = createProgress(() => {})) {
      count += 1;
      const dataDir = join(scratch, `stack-${count}`);
      const stack = await startStack({ ...options, dataDir, ports: await ownPorts(), web, progress });
      started.push(stack);
      return stack;
    },
    async stop() {
      await Promise.all(started.splice(0).map((stack) => stack.stop()));
    },
  };
}
