import { openApiDocument } from '../../../features/http/openapi.ts';
import { operations } from '../../../features/http/operations.ts';

export const dynamic = 'force-static';

/** The description of the HTTP API, made from what its handlers parse with; the same as docs/openapi.json. */
export const GET = () =>
  Response.json(openApiDocument(operations), { headers: { 'Cache-Control': 'public, max-age=300' } });
