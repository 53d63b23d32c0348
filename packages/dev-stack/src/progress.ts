/** Tells a person, line by line, what a start is doing and how long it took. */
export interface Progress {
  /** Runs one step; its line appears when it is done, or says that it failed. */
  step<T>(label: string, work: () => Promise<T>): Promise<T>;
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** @param write where a line goes */
export function createProgress(write: (line: string) => void): Progress {
  return {
    async step(label, work) {
      const since = performance.now();
      write(`  … ${label}`);
      try {
        const result = await work();
        write(`  ✓ ${label} (${seconds(since)})`);
        return result;
      } catch (error) {
        write(`  ✗ ${label} (${seconds(since)})`);
        throw error;
      }
    },
  };
}
