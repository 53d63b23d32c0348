import { describe, expect, it } from 'vitest';
import { parseEnv } from '../../src/env.ts';

const complete = {
  SUPABASE_URL: 'http://127.0.0.1:54321',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_test',
  SUPABASE_SECRET_KEY: 'sb_secret_test',
  WEB_URL: 'http://127.0.0.1:3000',
  LINK_SIGNING_KEYS: `k1:${'A'.repeat(43)}`,
};

describe('the configuration', () => {
  it('is not a demonstration unless it says so', () => {
    expect(parseEnv(complete).DEMO).toBe('0');
    expect(parseEnv({ ...complete, DEMO: '1' }).DEMO).toBe('1');
  });

  it.each(Object.keys(complete))('names %s when it is missing', (name) => {
    expect(() => parseEnv({ ...complete, [name]: undefined })).toThrow(`${name} is not set`);
  });

  it('names every variable at fault, and never a value', () => {
    const parse = () =>
      parseEnv({ ...complete, SUPABASE_URL: 'pas-une-adresse', LINK_SIGNING_KEYS: 'k1:motdepasse' });
    expect(parse).toThrow(/SUPABASE_URL is not valid.*LINK_SIGNING_KEYS is not valid/);
    expect(parse).not.toThrow(/pas-une-adresse|motdepasse/);
  });
});
