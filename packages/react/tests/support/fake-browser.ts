import { vi } from 'vitest';

interface LockRequest {
  grant: (lock: object) => unknown;
  end: (error?: Error) => void;
}

/** Web Locks of one browser: a queue for each name, and whoever steals throws the holder out. */
export class FakeLocks {
  private readonly held = new Map<string, LockRequest>();
  private readonly queues = new Map<string, LockRequest[]>();

  request = (
    name: string,
    { signal, steal }: { signal?: AbortSignal; steal?: boolean },
    grant: (lock: object) => unknown,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const request: LockRequest = { grant, end: (error) => (error ? reject(error) : resolve()) };
      const queue = this.queues.get(name) ?? [];
      this.queues.set(name, queue);
      if (steal) {
        this.held.get(name)?.end(new DOMException('stolen', 'AbortError'));
        this.held.delete(name);
        queue.unshift(request);
      } else {
        queue.push(request);
      }
      signal?.addEventListener('abort', () => {
        if (queue.includes(request)) {
          queue.splice(queue.indexOf(request), 1);
          reject(new DOMException('aborted', 'AbortError'));
        }
      });
      void this.next(name);
    });

  /** Names of the locks that are held, with how many wait for each. */
  get state(): Record<string, number> {
    return Object.fromEntries(
      [...this.held.keys()].map((name) => [name, this.queues.get(name)?.length ?? 0]),
    );
  }

  /** Whoever holds the lock is gone without a word, as when its tab crashes. */
  lose(name = [...this.held.keys()][0] ?? ''): void {
    this.held.delete(name);
    void this.next(name);
  }

  private async next(name: string): Promise<void> {
    await Promise.resolve();
    const queue = this.queues.get(name);
    const request = queue?.[0];
    if (this.held.has(name) || !request) return;
    queue?.shift();
    this.held.set(name, request);
    await request.grant({ name });
    if (this.held.get(name) !== request) return;
    this.held.delete(name);
    request.end();
    void this.next(name);
  }
}

/** Channels between the tabs of one browser. */
export class FakeBroadcastChannel {
  static open: FakeBroadcastChannel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  /** A frozen tab hears nothing and says nothing. */
  isFrozen = false;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
    FakeBroadcastChannel.open.push(this);
  }

  postMessage(data: unknown): void {
    if (this.isFrozen) return;
    for (const other of FakeBroadcastChannel.open) {
      if (other === this || other.name !== this.name) continue;
      queueMicrotask(() => other.isFrozen || other.onmessage?.({ data }));
    }
  }

  close(): void {
    FakeBroadcastChannel.open = FakeBroadcastChannel.open.filter((channel) => channel !== this);
  }
}

/** Gives the page a browser that has both. */
export function installBrowser(): FakeLocks {
  const locks = new FakeLocks();
  FakeBroadcastChannel.open = [];
  vi.stubGlobal('BroadcastChannel', FakeBroadcastChannel);
  Object.defineProperty(navigator, 'locks', { value: locks, configurable: true });
  return locks;
}

export function removeBrowser(): void {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'locks');
}
