import { measure, newImplant } from './clinic.ts';
import { must, person } from './people.ts';

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
