import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guideNames } from '../../src/features/components-guide/guide.ts';
import { guides } from '../../src/features/components-guide/guides.ts';

const root = join(import.meta.dirname, '../../../..');

describe.each(guideNames)('the guide to %s', (name) => {
  const { title, props } = guides[name];
  const document = readFileSync(join(root, `docs/react/${name}.md`), 'utf8');

  it('has the title of its page in the documentation', () => {
    expect(document).toMatch(new RegExp(`^# ${title}\n`));
  });

  it('explains nothing that the documentation leaves out', () => {
    expect(Object.keys(props).filter((prop) => !new RegExp(`\`${prop}[?(\`]`).test(document))).toEqual([]);
  });

  it('speaks French as it is set', () => {
    const texts = JSON.stringify(guides[name]);
    expect(texts).not.toMatch(/ [:;!?»]|« |[a-z]'[a-z]/);
  });
});
