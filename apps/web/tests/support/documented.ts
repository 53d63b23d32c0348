import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type APIRequestContext, type APIResponse, test as base, expect } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** The requests of a story, each of whose answers has to be as docs/openapi.json says. */
export const test = base.extend({
  request: async ({ request }, use) => {
    await use(documented(request));
  },
});

const METHODS = ['get', 'post', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];
type Options = Parameters<APIRequestContext['post']>[1];

interface Answer {
  content?: object;
}

interface OpenApi {
  paths: Record<string, Partial<Record<Method, { responses: Record<string, Answer & { $ref?: string }> }>>>;
  components: { responses: Record<string, Answer> };
}

/** What the application promises. */
export const openApi: OpenApi = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../docs/openapi.json'), 'utf8'),
);

const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false });
formats.default(ajv);
ajv.addSchema({ ...openApi, $id: 'openapi' });

/** `/api/notifications/read` is described under its own name, not as a notification called `read`. */
function describedPath(pathname: string): string | undefined {
  if (pathname in openApi.paths) return pathname;
  return Object.keys(openApi.paths).find((path) =>
    new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
}

/** Holds a JSON value against the schema of a media type in the document. */
function check(value: unknown, steps: string[], what: string): void {
  const tokens = [...steps, 'content', 'application/json', 'schema'].map((step) =>
    encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  const validate = ajv.getSchema(`openapi#/${tokens.join('/')}`);
  if (!validate) throw new Error(`${what}: docs/openapi.json has no schema of it`);
  expect(validate(value) ? [] : validate.errors, what).toEqual([]);
}

async function checkAnswer(method: Method, url: string, options: Options, answer: APIResponse) {
  const path = describedPath(new URL(url, 'http://cassius.invalid').pathname);
  if (path === undefined) return;
  const status = String(answer.status());
  const what = `${method.toUpperCase()} ${url} → ${status}`;
  const described = openApi.paths[path]?.[method]?.responses[status];
  if (!described) throw new Error(`${what}: docs/openapi.json does not say so`);
  const shared = described.$ref?.split('/').at(-1);
  const { content } = shared === undefined ? described : (openApi.components.responses[shared] ?? {});
  const own = ['paths', path, method];
  if (content === undefined) expect(await answer.body(), what).toHaveLength(0);
  else {
    const steps = shared === undefined ? [...own, 'responses', status] : ['components', 'responses', shared];
    check(await answer.json(), steps, what);
  }
  if (answer.ok() && options?.data !== undefined) {
    check(options.data, [...own, 'requestBody'], `${what}: what it accepted`);
  }
}

/** Requests whose answers are held against the document. */
function documented(request: APIRequestContext): APIRequestContext {
  return new Proxy(request, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const method = METHODS.find((each) => each === name);
      if (method === undefined) return value.bind(target);
      return async (url: string, options: Options) => {
        const answer = await target[method](url, options);
        await checkAnswer(method, url, options, answer);
        return answer;
      };
    },
  });
}
