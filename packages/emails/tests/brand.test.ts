import { describe, expect, it } from 'vitest';
import { brandTones, contrast } from '../../../supabase/functions/_shared/brand.ts';
import { defaultBrand, palettes } from '../src/theme.ts';

const cards = { light: palettes.light.card, dark: palettes.dark.card };

/** 4,096 colours, evenly spread over all. */
const colours = Array.from(
  { length: 4096 },
  (_, index) => `#${[...index.toString(16).padStart(3, '0')].map((digit) => digit + digit).join('')}`,
);

describe('the contrast of two colours', () => {
  it.each([
    ['#ffffff', '#000000', 21],
    ['#000000', '#ffffff', 21],
    ['#0b6b65', '#0b6b65', 1],
    ['#777777', '#ffffff', 4.478],
    ['#ff0000', '#ffffff', 3.998],
    ['#0000ff', '#ffffff', 8.592],
  ])('%s on %s is as WCAG computes it', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 3);
  });
});

describe('whatever the colour of a brand', () => {
  const tones = colours.map((colour) => ({ colour, ...brandTones(colour, cards) }));
  const worst = (ratio: (tone: (typeof tones)[number]) => number) => Math.min(...tones.map(ratio));

  it('the words on a button are readable', () => {
    expect(worst(({ light }) => contrast(light.fill, light.label))).toBeGreaterThanOrEqual(4.5);
    expect(worst(({ dark }) => contrast(dark.fill, dark.label))).toBeGreaterThanOrEqual(4.5);
  });

  it('the shape of a button shows on its card', () => {
    expect(worst(({ light }) => contrast(light.edge, cards.light))).toBeGreaterThanOrEqual(3);
    expect(worst(({ dark }) => contrast(dark.edge, cards.dark))).toBeGreaterThanOrEqual(3);
  });

  it('a light card shows it as it is, and a dark card as well when it shows there', () => {
    for (const { colour, light, dark } of tones) {
      expect(light.fill).toBe(colour);
      if (contrast(colour, cards.dark) >= 3) expect(dark.fill).toBe(colour);
    }
  });

  it('it is always `#rrggbb`', () => {
    for (const { light, dark } of tones) {
      for (const tone of [...Object.values(light), ...Object.values(dark)])
        expect(tone).toMatch(/^#[0-9a-f]{6}$/);
    }
  });
});

it('the product is teal with white words, in light and in dark', () => {
  const { light, dark } = brandTones(defaultBrand, cards);
  expect(light).toEqual({ fill: defaultBrand, label: '#ffffff', edge: defaultBrand });
  expect(dark.label).toBe('#ffffff');
});

describe.each(Object.entries(palettes))('the %s palette', (_, palette) => {
  it('has words that are readable wherever they stand', () => {
    for (const ink of [palette.strong, palette.plain, palette.soft]) {
      for (const ground of [palette.page, palette.card, palette.panel]) {
        expect(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
