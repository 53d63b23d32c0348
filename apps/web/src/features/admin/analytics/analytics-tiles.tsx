import { Figure, Figures } from '../figure-tiles.tsx';
import { duration, number, percent } from '../figures.ts';
import { type Stage, type Stages, stageNames } from './stages.ts';

const RATED = ['seen', 'read', 'clicked'] as const satisfies Stage[];

/** The whole period in six figures. */
export function AnalyticsTiles({ total, weeks }: { total: Stages; weeks: number }) {
  const { sent, emails, medianReaction } = total;
  return (
    <Figures columns={3}>
      <Figure name={stageNames.sent} value={number(sent)}>
        {weekly(sent / weeks)}
      </Figure>
      {RATED.map((stage) => (
        <Figure key={stage} name={stageNames[stage]} value={number(total[stage])}>
          {sent === 0 ? '–' : `${percent(total[stage] / sent)} des envoyées`}
        </Figure>
      ))}
      <Figure
        name="Délai médian de réaction"
        value={medianReaction === null ? '–' : duration(medianReaction)}
      >
        {medianReaction === null ? 'personne n’a encore réagi' : 'jusqu’à la lecture ou au clic'}
      </Figure>
      <Figure name="E-mails" value={number(emails)}>
        {emails > 1 ? 'partis ou en attente' : 'parti ou en attente'}
      </Figure>
    </Figures>
  );
}

/** How many a week, rounded to what one can still count. */
const weekly = (n: number) =>
  n > 0 && n < 1 ? 'moins d’une par semaine' : `${number(Math.round(n))} par semaine`;
