import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseBody } from '../../src/features/http/input.ts';

const schema = z.object({ ids: z.array(z.string()).optional() });
const request = (body: string) => new Request('http://cassius.invalid', { method: 'POST', body });

describe('a JSON body', () => {
  it('may be left out', async () => {
    await expect(parseBody(schema, request(''))).resolves.toEqual({});
  });

  it('that is not JSON is refused', async () => {
    await expect(parseBody(schema, request('{"ids"'))).rejects.toMatchObject({ status: 400, field: 'body' });
  });

  it('is refused with the path of the member at fault', async () => {
    await expect(parseBody(schema, request('{"ids": ["a", 2]}'))).rejects.toMatchObject({
      status: 400,
      field: 'ids.1',
    });
  });

  it('that is not an object is refused', async () => {
    await expect(parseBody(schema, request('[]'))).rejects.toMatchObject({ status: 400, field: 'body' });
  });

  it('that is huge is refused', async () => {
    await expect(parseBody(schema, request(`"${'a'.repeat(70_000)}"`))).rejects.toMatchObject({
      status: 413,
    });
  });
});
