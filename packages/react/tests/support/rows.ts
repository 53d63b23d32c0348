import type { NotificationRow } from '../../src/index.ts';

export const USER_ID = '7a000000-0000-4000-8000-0000000000aa';
export const ORGANISATION_ID = '00000000-0000-4000-8000-000000000001';

export function uuid(number: number): string {
  return `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;
}

/** The notification number `n`: each is a minute newer than the one before. */
export function notification(n: number, overrides: Partial<NotificationRow> = {}): NotificationRow {
  const createdAt = new Date(Date.UTC(2026, 2, 1, 8, 0, 0) + n * 60_000);
  return {
    id: uuid(n),
    organisation_id: ORGANISATION_ID,
    user_id: USER_ID,
    event_id: uuid(n),
    type: 'ISQ_CRITICAL',
    category: 'alerts',
    severity: 'CRITICAL',
    priority: 'critical',
    title: `ISQ critique n°${n}`,
    message: `Implant ${n}, une mesure est à vérifier.`,
    entity_type: 'implant',
    entity_id: uuid(n),
    patient_id: null,
    team_id: null,
    link: `/implants/${uuid(n)}`,
    is_read: false,
    read_at: null,
    clicked_at: null,
    seen_at: null,
    archived_at: null,
    snoozed_until: null,
    expires_at: null,
    retracted_at: null,
    coalesced: null,
    summary_of: null,
    created_at: createdAt.toISOString().replace('.000Z', '.123456+00:00'),
    ...overrides,
  };
}

/** Numbers `1..count`. */
export function notifications(count: number, overrides: Partial<NotificationRow> = {}): NotificationRow[] {
  return Array.from({ length: count }, (_, index) => notification(index + 1, overrides));
}
