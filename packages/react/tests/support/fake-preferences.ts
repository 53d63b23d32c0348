import { NotificationsApiError } from '../../src/index.ts';
import { applyChange } from '../../src/store/apply-preferences.ts';
import { usualPreferences } from '../../src/store/memory-preferences.ts';
import type {
  NotificationMute,
  NotificationTypePreference,
  PreferencesApi,
  PreferencesChange,
  PreferencesState,
} from '../../src/store/preferences-api.ts';

type Layers = Partial<NotificationTypePreference> & Pick<NotificationTypePreference, 'type' | 'category'>;

/** A type of notification as it applies to the user; what is not said is the type's own default. */
export function typePreference(given: Layers): NotificationTypePreference {
  const source = 'default';
  return {
    priority: 'normal',
    mandatory: false,
    in_app: true,
    in_app_source: source,
    email: true,
    email_source: source,
    push: false,
    push_source: source,
    sms: false,
    sms_source: source,
    frequency: 'IMMEDIATE',
    frequency_source: source,
    override_reason: null,
    ...given,
  };
}

/** A server with the preferences of one user, which answers when the test says so. */
export class FakePreferences implements PreferencesApi {
  readonly saved: Array<PreferencesChange & { organisationId: string }> = [];
  mutesOf: NotificationMute[] = [];
  /** What the next writes are answered with; null: with success. */
  refusal: NotificationsApiError | null = null;
  /** Loads that fail before one succeeds. */
  failingLoads = 0;
  private readonly states = new Map<string, PreferencesState>();
  private gates: Array<Promise<void>> = [];

  constructor(private readonly given: Partial<PreferencesState> = {}) {}

  refuse(status = 403): void {
    this.refusal = new NotificationsApiError('refused', { code: 'forbidden', status });
  }

  /** Holds the answer to the next write, or load, back until the returned function is called. */
  hold(): () => Promise<void> {
    let open = () => {};
    this.gates.push(new Promise((resolve) => (open = resolve)));
    return async () => open();
  }

  async load(organisationId: string): Promise<PreferencesState> {
    const state = this.of(organisationId);
    await this.gates.shift();
    if (this.failingLoads > 0) {
      this.failingLoads -= 1;
      throw new NotificationsApiError('down', { code: 'network', status: 0 });
    }
    return state;
  }

  async save(organisationId: string, change: PreferencesChange): Promise<PreferencesState> {
    const refusal = this.refusal;
    await this.gates.shift();
    if (refusal) throw refusal;
    this.saved.push({ organisationId, ...change });
    const state = applyChange(this.of(organisationId), change);
    this.states.set(organisationId, state);
    return state;
  }

  async mutes(): Promise<NotificationMute[]> {
    return this.mutesOf;
  }

  async unmute(id: string): Promise<void> {
    const refusal = this.refusal;
    await this.gates.shift();
    if (refusal) throw refusal;
    this.mutesOf = this.mutesOf.filter((mute) => mute.id !== id);
  }

  private of(organisationId: string): PreferencesState {
    return this.states.get(organisationId) ?? usualPreferences(this.given);
  }
}
