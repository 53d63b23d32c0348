import { z } from 'zod';
import { defineOperation } from '../http/operation.ts';

export const sessionToken = defineOperation({
  id: 'getSessionToken',
  method: 'get',
  path: '/api/session/token',
  tag: 'Session',
  summary: 'The access token of the session, to open a live connection with',
  description:
    'For the pages of this site, by their session cookie: a caller with an access token of its own needs no other. The refresh token stays in the cookie.',
  answers: {
    200: {
      description: 'Good for at least a minute.',
      body: z.object({ accessToken: z.string(), expiresAt: z.iso.datetime() }),
    },
  },
  forbidden: 'A page of another site asks.',
});
