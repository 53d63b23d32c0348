import type { APIResponse } from '@playwright/test';
import { measure, newImplant } from './clinic.ts';
import { LUMIERE, must, person, service } from './people.ts';

/** A well-formed id that nothing has. */
export const NOBODYS = '00000000-0000-4000-8000-0000000000ff';

/** The headers of someone who calls with an access token. */
export const bearer = async (email: string) => ({
  headers: { authorization: `Bearer ${(await person(email)).accessToken}` },
});

/** An alert of someone's own: what stands in their list, and the implant that it is about. */
export async function alertFor(email: string): Promise<{ id: string; title: string; implantId: string }> {
  const who = await person(email);
  const implant = await newImplant(who);
  await measure(who, implant, 25);
  const row = must(
    await who.supabase
      .from('notifications')
      .select('id, title')
      .eq('entity_id', implant.id)
      .eq('user_id', who.id)
      .single(),
  );
  return { ...row, implantId: implant.id };
}

interface Told {
  type: string;
  organisationId?: string;
  payload?: object;
  [member: string]: unknown;
}

/** Tells someone of an event that names them; the notification that stands in their list. */
export async function told(email: string, event: Told): Promise<{ id: string; event_id: string }> {
  const { id } = await person(email);
  const outcome = must(
    await service.rpc('notify', { event: { organisationId: LUMIERE, recipientIds: [id], ...event } }),
  ) as { eventId: string };
  return must(
    await service
      .from('notifications')
      .select('id, event_id')
      .eq('event_id', outcome.eventId)
      .eq('user_id', id)
      .single(),
  );
}

/** An announcement, whose words a story chooses. */
export const announced = (email: string, message: string, organisationId = LUMIERE) =>
  told(email, { type: 'SYSTEM_ANNOUNCEMENT', organisationId, payload: { message } });

/** The fields of a refusal that names what is at fault. */
export async function fault(answer: APIResponse): Promise<{ status: number; field: string | undefined }> {
  const { error } = await answer.json();
  return { status: answer.status(), field: error.field };
}
