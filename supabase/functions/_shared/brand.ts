/** The button and the mark in one theme: what they are painted with, what is written on it, and their outline. */
export interface Tones {
  readonly fill: string;
  readonly label: string;
  readonly edge: string;
}

/** WCAG 2.2, 1.4.3: for text. */
const READABLE = 4.5;
/** WCAG 2.2, 1.4.11: for the shape of a control. */
const VISIBLE = 3;

const WHITE = '#ffffff';
// True black: one of white and black is readable on every colour, which holds for no lighter ink.
const BLACK = '#000000';

/**
 * A brand's colour on a card, whatever colour it is: it stays as it is where the card is light, with an outline that
 * shows when the colour hardly differs from the card; where the card is dark, it is brightened until it shows.
 *
 * @param colour `#rrggbb`, like the cards
 */
export function brandTones(
  colour: string,
  cards: { light: string; dark: string },
): Record<'light' | 'dark', Tones> {
  const bright = towards(WHITE, colour, cards.dark);
  return {
    light: { fill: colour, label: labelOn(colour), edge: towards(BLACK, colour, cards.light) },
    dark: { fill: bright, label: labelOn(bright), edge: bright },
  };
}

const labelOn = (fill: string): string => (contrast(fill, WHITE) >= READABLE ? WHITE : BLACK);

/** The colour, with as little of the other one as makes it visible on the card. */
function towards(other: string, colour: string, card: string): string {
  for (let percent = 0; percent < 100; percent += 2) {
    const mixed = mix(colour, other, percent / 100);
    if (contrast(mixed, card) >= VISIBLE) return mixed;
  }
  return other;
}

function mix(colour: string, other: string, share: number): string {
  const [from, to] = [channels(colour), channels(other)];
  const mixed = from.map((value, index) => Math.round(value + ((to[index] ?? value) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Contrast ratio of WCAG 2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const channels = (colour: string): number[] =>
  [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
