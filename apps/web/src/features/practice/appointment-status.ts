import type { Appointment } from './types.ts';

const NAMES: Record<string, string> = {
  scheduled: 'Prévu',
  confirmed: 'Confirmé',
  cancelled: 'Annulé',
  completed: 'Honoré',
  missed: 'Manqué',
};

/** How an appointment stands, in a word. One that nobody has settled since it was over is simply past. */
export function statusName({ status, endsAt }: Pick<Appointment, 'status' | 'endsAt'>, now: Date): string {
  return isPast({ endsAt }, now) && (status === 'scheduled' || status === 'confirmed')
    ? 'Passé'
    : (NAMES[status] ?? status);
}

export const isPast = ({ endsAt }: Pick<Appointment, 'endsAt'>, now: Date): boolean =>
  Date.parse(endsAt) <= now.getTime();

/** Whether it can still be moved or cancelled. */
export const isOpen = ({ status, startsAt }: Pick<Appointment, 'status' | 'startsAt'>, now: Date): boolean =>
  (status === 'scheduled' || status === 'confirmed') && Date.parse(startsAt) > now.getTime();
