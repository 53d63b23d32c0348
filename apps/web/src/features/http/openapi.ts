import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import type { Operation } from './operation.ts';

const refusal = z
  .object({
    error: z.object({
      code: z.string().describe('Short and stable, for programs.'),
      message: z.string().describe('For the developer who calls.'),
      field: z.string().optional().describe('The parameter or member at fault: `limit`, `ids.1`.'),
    }),
  })
  .meta({ id: 'Refusal' });

const refusing = (id: string, description: string): ZodOpenApiResponseObject => ({
  id,
  description,
  content: { 'application/json': { schema: refusal } },
});

const invalidInput = refusing(
  'InvalidInput',
  '`invalid_input`: a parameter or member is malformed; `field` names it.',
);
const unauthenticated = refusing(
  'Unauthenticated',
  '`unauthenticated`: there is no session, or it has ended.',
);
const otherSite = refusing('OtherSite', '`forbidden`: with a cookie, from the page of another site.');
const tooLarge = refusing('TooLarge', '`too_large`: the body is above 64 KiB.');
const internal = refusing('Internal', '`internal`: the cause is in the server’s log.');
const unavailable = refusing('Unavailable', '`unavailable`: try again in a moment.');

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });

/** Whatever can be wrong with a call, by status. */
function refusals({ method, params, query, body, forbidden, notFound }: Operation) {
  const notAllowed = forbidden && refusing('', `\`forbidden\`: ${forbidden}`);
  return {
    ...((params ?? query ?? body) && { 400: invalidInput }),
    401: unauthenticated,
    ...(method !== 'get' && { 403: otherSite }),
    ...(notAllowed && { 403: { ...notAllowed, id: undefined } }),
    ...(notFound && {
      404: {
        ...refusing('', `\`not_found\`: there is no such ${notFound}, or it is someone else’s.`),
        id: undefined,
      },
    }),
    ...(body && { 413: tooLarge }),
    500: internal,
    503: unavailable,
  };
}

function toOpenApi(operation: Operation): ZodOpenApiOperationObject {
  const { id, tag, summary, description, params, query, body, answers } = operation;
  const well = Object.entries(answers).map(([status, answer]) => [
    status,
    { description: answer.description, ...(answer.body && { content: json(answer.body) }) },
  ]);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...((params ?? query) && { requestParams: { ...(params && { path: params }), ...(query && { query }) } }),
    ...(body && { requestBody: { required: !body.safeParse({}).success, content: json(body) } }),
    responses: { ...Object.fromEntries(well), ...refusals(operation) },
  };
}

const tags = [
  { name: 'Inbox', description: 'The caller’s own notifications.' },
  { name: 'Mutes', description: 'Subjects that the caller wants to hear nothing about.' },
  { name: 'Preferences', description: 'What the caller hears of, how and when.' },
  { name: 'Administration', description: 'For owners and admins of an organisation.' },
  { name: 'Session', description: 'For the pages of the application.' },
];

const securitySchemes = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'sb-auth-token',
    description:
      'The session’s cookies, which the application sets; their names begin and end like this one.',
  },
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token of the user.',
  },
} as const;

type Document = ReturnType<typeof createDocument>;

/** A parameter has its description beside its schema, not in it once more. */
function withoutRepetition(document: Document): Document {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of [path.get, path.post, path.patch, path.delete]) {
      for (const parameter of operation?.parameters ?? []) {
        if ('schema' in parameter && parameter.schema) delete parameter.schema.description;
      }
    }
  }
  return document;
}

/** The OpenAPI description of some operations. */
export function openApiDocument(operations: readonly Operation[]): Document {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: toOpenApi(operation) };
  }
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Cassius Notify',
        version: '1.0.0',
        description: 'Notifications of a signed-in user. Every call has its caller’s rights and no others.',
      },
      servers: [{ url: '/' }],
      tags,
      security: [{ session: [] }, { accessToken: [] }],
      paths,
      components: { securitySchemes },
    },
    {
      override: ({ jsonSchema }) => {
        // Beside a format the pattern says the same in hundreds of characters.
        if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
        // Every whole number of JavaScript: no bound of ours.
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      },
    },
  );
  return withoutRepetition(document);
}
