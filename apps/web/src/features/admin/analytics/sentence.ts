import { count } from '../../practice/format.ts';
import { duration, percent } from '../figures.ts';
import type { Stages } from './stages.ts';

/** « 40 envoyées, 38 vues, 30 lues, 12 cliquées »; with rates « 38 vues (95 %) », and the time it took. */
export function sentence(stages: Stages, { withRates = false } = {}): string {
  const { sent, seen, read, clicked, medianReaction } = stages;
  const rated = (n: number, words: string) =>
    withRates && sent > 0 ? `${words} (${percent(n / sent)})` : words;
  return [
    count(sent, 'envoyée', 'envoyées'),
    rated(seen, count(seen, 'vue', 'vues')),
    rated(read, count(read, 'lue', 'lues')),
    rated(clicked, count(clicked, 'cliquée', 'cliquées')),
    ...(withRates && medianReaction !== null ? [`réaction en ${duration(medianReaction)}`] : []),
  ].join(', ');
}
