import { applyChange, type PreferencesAction, type ShownPreferences } from './apply-preferences.ts';
import type { PreferencesApi, PreferencesState } from './preferences-api.ts';

export interface PreferencesSnapshot {
  /** Undefined until loaded. What is being saved shows in it already. */
  data: ShownPreferences | undefined;
  status: 'pending' | 'error' | 'success';
  error: Error | null;
  /** Of all that was saved through this store: `error` stays until the next `save`. */
  saveStatus: 'idle' | 'pending' | 'error' | 'success';
  /** How many times `save` was called. */
  saves: number;
  /** The last action that was refused, and why. */
  refused: { action: PreferencesAction; error: Error } | undefined;
}

export interface PreferencesStore {
  subscribe(listener: () => void): () => void;
  getSnapshot(): PreferencesSnapshot;
  load(): Promise<void>;
  /** At once in the snapshot; out of it again when refused. Actions are sent one after the other. */
  save(action: PreferencesAction): void;
}

/** What one user has settled in one organisation. */
export function createPreferencesStore(
  api: PreferencesApi,
  organisationId: string,
  initialData?: PreferencesState,
): PreferencesStore {
  /** What the server last said. What is being saved is laid over it, so that nothing has to be put back. */
  let known: ShownPreferences | undefined = initialData;
  let pending: PreferencesAction[] = [];
  let error: Error | null = null;
  let refused: PreferencesSnapshot['refused'];
  let saves = 0;
  let newest = 0;
  let queue = Promise.resolve();
  let snapshot = look();
  const listeners = new Set<() => void>();

  function look(): PreferencesSnapshot {
    return {
      data: known && pending.reduce(applyChange, known),
      status: known ? 'success' : error ? 'error' : 'pending',
      error,
      saveStatus: refused ? 'error' : pending.length > 0 ? 'pending' : saves > 0 ? 'success' : 'idle',
      saves,
      refused,
    };
  }

  function tell() {
    snapshot = look();
    for (const listener of listeners) listener();
  }

  async function load() {
    newest += 1;
    const mine = newest;
    const [state, mutes] = await Promise.all([api.load(organisationId), api.mutes()]).catch(
      (cause: Error) => [cause] as const,
    );
    // A later load or a save knows better.
    if (mine !== newest) return;
    if (state instanceof Error) error = state;
    else {
      error = null;
      known = { ...state, mutes: mutes?.filter((mute) => mute.organisationId === organisationId) };
    }
    tell();
  }

  async function send(action: PreferencesAction) {
    const { unmute, ...change } = action;
    try {
      const state = await (unmute ? api.unmute(unmute) : api.save(organisationId, change));
      newest += 1;
      known = known && applyChange({ ...known, ...state }, { unmute });
    } catch (cause) {
      refused = { action, error: cause as Error };
      // Where no answer came, it may have been saved all the same.
      void load();
    }
    pending = pending.filter((other) => other !== action);
    tell();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    load,
    save(action) {
      saves += 1;
      refused = undefined;
      pending = [...pending, action];
      // Two quick changes must not overtake each other.
      queue = queue.then(() => send(action));
      tell();
    },
  };
}
