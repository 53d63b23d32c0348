import { describe, expect, it } from 'vitest';
import { isSameOrigin } from '../../src/features/http/same-origin.ts';

const from = (headers: Record<string, string>) =>
  isSameOrigin(new Headers({ host: 'cassius.test', ...headers }));

describe('a request that changes something', () => {
  it.each([
    ['this very page', { 'sec-fetch-site': 'same-origin', origin: 'https://cassius.test' }],
    ['the person, who typed or opened it', { 'sec-fetch-site': 'none' }],
    ['a browser too old for Sec-Fetch-Site', { origin: 'https://cassius.test' }],
    ['a program, which no web page can have forged', {}],
  ])('is accepted from %s', (_who, headers) => {
    expect(from(headers as Record<string, string>)).toBe(true);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another subdomain', { 'sec-fetch-site': 'same-site', origin: 'https://www.cassius.test' }],
    ['another site, in an old browser', { origin: 'https://evil.example' }],
    ['another port, in an old browser', { origin: 'https://cassius.test:8443' }],
    ['a sandboxed frame', { origin: 'null' }],
  ])('is refused from %s', (_who, headers) => {
    expect(from(headers as Record<string, string>)).toBe(false);
  });
});
