import { describe, expect, it } from 'vitest';
import { previewPath, readChoices } from '../../../src/features/admin/previews/choices.ts';
import {
  inScheme,
  renderSample,
  sampleNamed,
  templateName,
  templates,
} from '../../../src/features/admin/previews/previews.ts';

describe('the samples', () => {
  it('are those of every template in both languages, each under a French name', () => {
    for (const { template, samples } of templates) {
      expect(samples.map(({ locale }) => locale).sort(), template).toEqual(['en', 'fr']);
      expect(templateName(template)).not.toBe(template);
    }
    expect(sampleNamed('alert-fr')?.template).toBe('alert');
    expect(sampleNamed('moon-fr')).toBeUndefined();
  });

  it('wear the name and the colour of the organisation, as text', () => {
    const brand = { organisation: '<b>Cabinet & Fils</b>', colour: '#7a2e5d' };
    for (const sample of templates.flatMap(({ samples }) => samples)) {
      const { html } = renderSample(sample, brand);
      expect(html, sample.name).toContain('#7a2e5d');
      expect(html, sample.name).not.toContain('<b>Cabinet');
    }
  });

  it('look as they would on a device in the wanted mode, on any device', () => {
    const html = renderSample(sampleNamed('alert-fr') as never, {
      organisation: 'Cabinet',
      colour: null,
    }).html;
    expect(html).toMatch(/prefers-color-scheme:\s*dark/);
    for (const scheme of ['light', 'dark'] as const) {
      expect(inScheme(html, scheme)).not.toMatch(/prefers-color-scheme/);
    }
    const rule = '@media screen and (prefers-color-scheme:dark){a{}}';
    expect(inScheme(rule, 'dark')).toBe('@media screen and (min-width: 0px){a{}}');
    expect(inScheme(rule, 'light')).toBe('@media screen and (max-width: 0px){a{}}');
  });
});

describe('the address of a preview', () => {
  it('says what is unusual about it, and what it does not know is usual', () => {
    const usual = { format: 'html', largeur: 'ordinateur', mode: 'clair' } as const;
    expect(readChoices({ format: 'pdf', mode: ['sombre'] })).toEqual(usual);
    expect(previewPath('alert-fr', usual)).toBe('/admin/emails/apercu?modele=alert-fr');
    expect(previewPath('alert-fr', { ...usual, mode: 'sombre' })).toBe(
      '/admin/emails/apercu?modele=alert-fr&mode=sombre',
    );
    expect(readChoices({ mode: 'sombre' })).toEqual({ ...usual, mode: 'sombre' });
  });
});
