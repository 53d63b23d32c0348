export const dynamic = 'force-dynamic';

/** Answers as soon as the application can: it says nothing of the services behind it. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
}
