import { notFound } from 'next/navigation';
import { requireOverseer } from '../../../../../features/admin/access.ts';
import {
  brandOf,
  inScheme,
  renderSample,
  sampleNamed,
} from '../../../../../features/admin/previews/previews.ts';
import { previewHeaders } from '../../../../../features/http/security-headers.ts';
import { sessionClient } from '../../../../../features/supabase/server.ts';

/** The HTML of a sample email, for the frame of the preview page: nothing in it runs, sends or leads anywhere. */
export async function GET(request: Request, context: { params: Promise<{ name: string }> }) {
  const organisation = await requireOverseer();
  const sample = sampleNamed((await context.params).name) ?? notFound();
  const brand = await brandOf(await sessionClient(), organisation);
  const scheme = new URL(request.url).searchParams.get('mode') === 'sombre' ? 'dark' : 'light';
  return new Response(inScheme(renderSample(sample, brand).html, scheme), { headers: previewHeaders });
}
