import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import type { Handler } from '../../src/features/http/handler.ts';
import { openApiDocument } from '../../src/features/http/openapi.ts';
import { operations } from '../../src/features/http/operations.ts';

const api = join(import.meta.dirname, '../../src/app/api');
const document = openApiDocument(operations);

/** Folders whose routes the document describes. */
const DESCRIBED = ['notifications', 'session'];

interface Found {
  method: string;
  path: string;
  handler: Partial<Handler>;
}

/** Every method of every route in the folders, as Next serves them. */
async function served(): Promise<Found[]> {
  const files = DESCRIBED.flatMap((folder) =>
    readdirSync(join(api, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(^|[\\/])route\.ts$/.test(file))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
  );
  const found: Found[] = [];
  for (const file of files) {
    const exported: Record<string, Partial<Handler>> = await import(join(api, file));
    const path = `/api/${file
      .replace(/\/route\.ts$/, '')
      .replaceAll('[', '{')
      .replaceAll(']', '}')}`;
    for (const [name, handler] of Object.entries(exported)) {
      if (/^[A-Z]+$/.test(name)) found.push({ method: name.toLowerCase(), path, handler });
    }
  }
  return found;
}

const named = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;

describe('the OpenAPI document', () => {
  it('is one, says a validator that reads the standard', async () => {
    const result = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    expect(result).toMatchObject({ valid: true });
  });

  it('is the one in docs/openapi.json', () => {
    const file = join(import.meta.dirname, '../../../../docs/openapi.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('has every route and method that there is, and no other', async () => {
    const described = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => named({ method, path })),
    );
    expect(described.sort()).toEqual((await served()).map(named).sort());
  });

  it('is what the handlers parse with: each carries the operation of its own path and method', async () => {
    for (const { handler, ...where } of await served()) {
      expect(handler.operation && named(handler.operation), named(where)).toBe(named(where));
      expect(operations, named(where)).toContain(handler.operation);
    }
  });

  it('names every operation once', () => {
    const ids = operations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
