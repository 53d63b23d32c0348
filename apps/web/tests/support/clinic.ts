import { LUMIERE, must, type Person, person, service } from './people.ts';

export interface TestImplant {
  id: string;
  patientId: string;
  patientName: string;
  tooth: string;
}

/** First name of every patient that a story makes; nobody of the demo data has it. */
const FIRST_NAME = 'Ombeline';
let patients = 0;

/** A patient of one's own for a test, with one implant that was never measured. */
export async function newImplant(owner: Person, organisation = LUMIERE, tooth = '36'): Promise<TestImplant> {
  patients += 1;
  const name = `Essai${Date.now()}${patients}`;
  const patient = must(
    await owner.supabase
      .from('patients')
      .insert({
        organisation_id: organisation,
        first_name: FIRST_NAME,
        last_name: name,
        birth_date: '1970-01-01',
      })
      .select('id')
      .single(),
  );
  const implant = must(
    await owner.supabase
      .from('implants')
      .insert({ organisation_id: organisation, patient_id: patient.id, tooth })
      .select('id')
      .single(),
  );
  return { id: implant.id, patientId: patient.id, patientName: `${FIRST_NAME} ${name}`, tooth };
}

/** Writes a measurement without going through the screens. */
export async function measure(author: Person, implant: TestImplant, value: number, organisation = LUMIERE) {
  must(
    await author.supabase
      .from('isq_measurements')
      .insert({ organisation_id: organisation, implant_id: implant.id, value })
      .select('id')
      .single(),
  );
}

interface Preference {
  in_app?: boolean;
  email?: boolean;
  frequency?: 'IMMEDIATE' | 'DAILY' | 'WEEKLY' | 'NONE';
}

export async function prefer(who: Person, wanted: Preference, category = 'alerts', organisation = LUMIERE) {
  must(
    await who.supabase
      .from('notification_preferences')
      .upsert({ user_id: who.id, organisation_id: organisation, category, ...wanted })
      .select('category'),
  );
}

/**
 * A story starts without the patients of earlier ones, its people with default preferences, nothing unread, and no
 * flood behind them: what rang within the last minute would be gathered with what this story rings.
 */
export async function freshStart(...emails: string[]): Promise<Person[]> {
  const done = ({ error }: { error: { message: string } | null }) => {
    if (error) throw new Error(error.message);
  };
  done(await service.from('patients').delete().eq('first_name', FIRST_NAME));
  const people = await Promise.all(emails.map(person));
  for (const { supabase, id } of people) {
    done(await supabase.from('notification_preferences').delete().eq('user_id', id));
    done(await service.from('notification_deliveries').delete().eq('user_id', id));
    done(await supabase.rpc('mark_all_notifications_read', {}));
  }
  return people;
}

/** What the engine wrote about an implant for one person: the rows are the truth, whatever was shown or sent. */
export async function traces(who: Person, implant: TestImplant) {
  const events = must(await service.from('notification_events').select('id').eq('entity_id', implant.id)).map(
    ({ id }) => id as string,
  );
  const of = async (table: string, columns: string) =>
    must(await service.from(table).select(columns).in('event_id', events).eq('user_id', who.id)) as unknown[];
  const [notifications, emails, digests, deliveries] = await Promise.all([
    of('notifications', 'id, type, severity, is_read'),
    of('email_outbox', 'id, status, error_message, provider_message_id'),
    of('notification_digest', 'id, frequency, due_at, sent_at'),
    of('notification_deliveries', 'channel, decision, reason'),
  ]);
  return { events, notifications, emails, digests, deliveries };
}
