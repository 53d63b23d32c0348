import { describe, expect, it } from 'vitest';
import { manifestsOf } from '../src/start/installation.ts';
import { stepOf } from '../src/start/npm-start.ts';

describe('a start', () => {
  it('is told step by step, in the words of npm start', () => {
    expect(stepOf('  ✓ data api and auth (1.4 s)')).toEqual({ 'data api and auth': 1400 });
    expect(stepOf('  … web build')).toEqual({});
    expect(stepOf('  ✗ web build (3.0 s)')).toEqual({});
    expect(stepOf('12:00:00.000 mail ✓ sent (1 s)')).toEqual({});
  });

  it('needs the manifests of every workspace and of none that npm installs', () => {
    const lock = {
      packages: {
        ...{ '': {}, 'apps/web': {}, 'packages/react': {}, 'node_modules/zod': {} },
        ...{ 'node_modules/@cassius/react': { link: true }, 'apps/web/node_modules/next': {} },
      },
    };
    expect(manifestsOf(lock)).toEqual([
      'package.json',
      'apps/web/package.json',
      'packages/react/package.json',
    ]);
  });
});
