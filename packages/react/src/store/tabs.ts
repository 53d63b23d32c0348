import type { ChannelState, Socket, SocketNews } from './socket.ts';
import { isVisible } from './visibility.ts';

export interface TabsOptions {
  /** The same for all tabs that belong together. */
  name: string;
  /** Opens the connection that this tab holds for all of them. */
  open: (tell: (news: SocketNews) => void) => Socket;
  /** From this tab's connection, or from that of the tab that leads; `changed`: another tab wrote something. */
  hear: (news: SocketNews | 'changed') => void;
}

export interface Tabs {
  /** Makes sure that someone leads: to be called now and then. */
  check(): void;
  /** There is a network, and maybe someone who looks: joins at once where that is needed. */
  wake(): void;
  /** There is no network: waits for `wake`. */
  pause(): void;
  /** Tells the other tabs that something was written here. */
  announce(): void;
  stop(): void;
}

/** What the leader hears; `ping`, which it answers with how the channel is; and what a tab did. */
type Message = SocketNews | 'ping' | [ChannelState] | 'changed';

/** How long a leader may take to answer, ms. */
const PATIENCE_MS = 2_000;
/** From when on a browser slows down what a hidden tab does, ms: it should not lead one that is looked at. */
const DROWSY_MS = 60_000;

/**
 * One connection for all tabs of a browser: the tab that holds a Web Lock has it, and passes on what it hears. When it
 * goes, the lock goes to another; when it is frozen and does not answer a tab that is looked at, that one takes the
 * lock away. Where a browser has no locks or no channel between tabs, each tab leads itself.
 */
export function joinTabs({ name, open, hear }: TabsOptions): Tabs {
  const locks = globalThis.BroadcastChannel && navigator.locks;
  const channel = locks && new BroadcastChannel(name);
  let socket: Socket | undefined;
  let state: ChannelState = 'connecting';
  let isPaused = false;
  let hiddenSince: number | undefined;
  let candidacy: AbortController | undefined;
  let resign = () => {};
  let verdict: ReturnType<typeof setTimeout> | undefined;

  function take(news: SocketNews | 'changed') {
    // Of no use without a network of one's own: waking up asks how things are.
    if (isPaused) return;
    if (news !== 'hint' && news !== 'changed') state = news;
    hear(news);
  }

  function lead() {
    clearTimeout(verdict);
    const tell = (news: SocketNews) => {
      channel?.postMessage(news);
      take(news);
    };
    socket = open(tell);
    // To whoever believed in another leader: there is a gap until this one has joined.
    tell('connecting');
    if (!isPaused) socket.join();
  }

  function abdicate() {
    socket?.stop();
    socket = undefined;
  }

  function stand(steal: boolean) {
    candidacy?.abort();
    candidacy = new AbortController();
    const { signal } = candidacy;
    const elected = () => {
      if (signal.aborted) return;
      lead();
      return new Promise<void>((resolve) => {
        resign = resolve;
      });
    };
    locks?.request(name, steal ? { steal } : { signal }, elected).catch(() => {
      if (signal.aborted) return;
      const wasLeader = socket !== undefined;
      abdicate();
      // Another tab took the lock away; or the browser refuses locks here.
      if (wasLeader) stand(false);
      else lead();
    });
  }

  function check() {
    hiddenSince = isVisible() ? undefined : (hiddenSince ?? Date.now());
    if (socket || hiddenSince || isPaused) return;
    channel?.postMessage('ping');
    clearTimeout(verdict);
    verdict = setTimeout(stand, PATIENCE_MS, true);
  }

  function receive({ data: news }: MessageEvent<Message>) {
    if (news === 'ping') {
      const isDrowsy = hiddenSince && Date.now() - hiddenSince > DROWSY_MS;
      if (socket && !isDrowsy) channel?.postMessage([state]);
    } else if (news === 'changed') {
      take(news);
    } else if (!socket) {
      clearTimeout(verdict);
      // An answer tells what is so; everything else tells that something happened.
      if (!Array.isArray(news)) take(news);
      else if (news[0] !== state) take(news[0]);
    }
  }

  if (channel) {
    channel.onmessage = receive;
    stand(false);
    check();
  } else {
    lead();
  }

  return {
    check,
    wake() {
      isPaused = false;
      if (socket) socket.join();
      else check();
    },
    pause() {
      isPaused = true;
      state = 'connecting';
      socket?.stop();
    },
    announce: () => channel?.postMessage('changed'),
    stop() {
      clearTimeout(verdict);
      candidacy?.abort();
      resign();
      abdicate();
      channel?.close();
    },
  };
}
