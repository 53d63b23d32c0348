import { LUMIERE, must, type Person } from './people.ts';

/** A day on which the demo data have nothing, far enough to stay in the future; `YYYY-MM-DD`. */
export const FREE_DAY = '2031-03-12';

interface Times {
  startsAt?: string;
  minutes?: number;
  practitioner?: string;
}

/** Writes an appointment with its author without going through the screens; nobody looks whether the time is free. */
export async function newAppointment(author: Person, patientId: string, times: Times = {}): Promise<string> {
  const start = new Date(times.startsAt ?? `${FREE_DAY}T09:00:00Z`);
  const { id } = must(
    await author.supabase
      .from('appointments')
      .insert({
        organisation_id: LUMIERE,
        patient_id: patientId,
        practitioner_id: times.practitioner ?? author.id,
        starts_at: start.toISOString(),
        ends_at: new Date(start.getTime() + (times.minutes ?? 30) * 60_000).toISOString(),
      })
      .select('id')
      .single(),
  );
  return id as string;
}

/** What stands in the table about a patient's appointments, in their order. */
export async function appointmentsOf(who: Person, patientId: string) {
  return must(
    await who.supabase
      .from('appointments')
      .select('id, starts_at, ends_at, status, practitioner_id')
      .eq('patient_id', patientId)
      .order('starts_at'),
  );
}
