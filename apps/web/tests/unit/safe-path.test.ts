import { describe, expect, it } from 'vitest';
import { safePath } from '../../src/features/auth/safe-path.ts';

describe('safePath', () => {
  it.each([
    '/',
    '/patients',
    '/patients/1?page=2#implants',
    '/l/v1.k1.open.id.1763000000.mac',
    '/notifications?q=%C3%A9t%C3%A9',
    '/recherche?q=100%25',
  ])('keeps %s, a path of this site', (path) => {
    expect(safePath(path)).toBe(path);
  });

  it.each([
    'https://evil.example',
    'http:evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/%2Fevil.example',
    '/%2fevil.example',
    '/%5Cevil.example',
    '/%5c%5cevil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/a/../..//evil.example',
    '/%2e%2e//evil.example',
    'patients',
    'javascript:alert(1)',
    '',
    ' /patients',
    '/%',
  ])('refuses %j', (path) => {
    expect(safePath(path)).toBe('/');
  });

  it('refuses a path that is too long to be one', () => {
    expect(safePath(`/${'a'.repeat(5000)}`)).toBe('/');
  });

  it.each([undefined, null, 7, ['/patients', '/autre'], {}])('refuses %j, which is not one text', (value) => {
    expect(safePath(value, '/patients')).toBe('/patients');
  });
});
