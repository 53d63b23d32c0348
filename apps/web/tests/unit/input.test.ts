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

  it('is refused with the name of a member that is not known, wherever it is', async () => {
    const strict = z.strictObject({ settings: z.strictObject({ hour: z.number() }).optional() });
    await expect(parseBody(strict, request('{"setings": {}}'))).rejects.toMatchObject({ field: 'setings' });
    await expect(parseBody(strict, request('{"settings": {"hour": 1, "houre": 2}}'))).rejects.toMatchObject({
      status: 400,
      field: 'settings.houre',
    });
  });

  it('that is not an object is refused', async () => {
    await expect(parseBody(schema, request('[]'))).rejects.toMatchObject({ status: 400, field: 'body' });
  });

  it('that is huge is refused, by its bytes and not by its letters', async () => {
    for (const letter of ['a', 'é']) {
      const text = `"${letter.repeat(70_000 / Buffer.byteLength(letter))}"`;
      await expect(parseBody(schema, request(text))).rejects.toMatchObject({ status: 413, field: 'body' });
    }
  });

  it('may cut a letter between two pieces of the network', async () => {
    const [bytes] = [Buffer.from('{"ids": ["é"]}')];
    const pieces = [bytes.subarray(0, 11), bytes.subarray(11)];
    const body = new ReadableStream({
      pull: (controller) => {
        const piece = pieces.shift();
        if (piece) controller.enqueue(piece);
        else controller.close();
      },
    });
    const sent = new Request('http://cassius.invalid', {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    await expect(parseBody(schema, sent)).resolves.toEqual({ ids: ['é'] });
  });

  it('holds no character that the database could not keep', async () => {
    const half = JSON.stringify('\ud83d');
    for (const text of ['{"ids": ["a\\u0000b"]}', `{"ids": [${half}]}`]) {
      await expect(parseBody(schema, request(text))).rejects.toMatchObject({ status: 400, field: 'body' });
    }
    await expect(parseBody(schema, request('{"ids": ["😀"]}'))).resolves.toEqual({ ids: ['😀'] });
  });
});
