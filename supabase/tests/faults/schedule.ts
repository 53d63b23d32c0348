// What goes wrong, and when: drawn from a seed, and made smaller by fast-check when it shows a fault of ours.
import fc from 'fast-check';
import { DEEDS, type Deed } from './deeds.ts';
import { type Death, STEPS, type Step } from './machine.ts';
import { FAULTS, type Fault } from './provider.ts';

/** `of` chooses among the steps that can be taken, or among the emails. */
export type Move =
  | { do: 'step'; of: number }
  | { do: 'start' }
  | { do: 'kill'; of: number; when: Death }
  | { do: 'doom'; step: Step; when: Death }
  | { do: 'freeze'; of: number }
  | { do: 'pass'; seconds: number }
  | { do: Deed; of: number };

export interface Schedule {
  /** Which of the emails that exist are queued, in this order. */
  emails: number[];
  /** Which of those go to an address that the provider refuses. */
  poison: number[];
  /** Which of them no template can take. */
  unreadable: number[];
  /** Which of them kill every worker that reads them. */
  deadly: number[];
  batchSize: number;
  lanes: number;
  moves: Move[];
  /** Met by the calls of the provider, one each; a call beyond them succeeds. */
  faults: (Fault | null)[];
  /** Met by every call of the first so many hours after the moves. */
  outage: { fault: Fault; hours: number } | null;
  lateAnswersCount: boolean;
}

/** A provider that for a day asks for a pause of seconds would be asked some ten thousand times. */
const LASTING = FAULTS.filter((fault) => fault !== '429 rate limit');
const choice = fc.nat(11);
const death = fc.constantFrom<Death[]>('before', 'after', 'on the wire');
const fault = fc.constantFrom(...FAULTS);
/** Just less and just more than the timer, the lease, and the pauses of a circuit; half a day; longer than any retry. */
const seconds = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(1, 25, 91, 305, 3605) },
  { weight: 1, arbitrary: fc.constantFrom(43_200, 90_000) },
);

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 70, arbitrary: fc.record({ do: fc.constant('step' as const), of: choice }) },
  { weight: 7, arbitrary: fc.constant({ do: 'start' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('kill' as const), of: choice, when: death }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('doom' as const),
      step: fc.constantFrom(...STEPS.slice(1)),
      when: death,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('freeze' as const), of: choice }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass' as const), seconds }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom(...DEEDS), of: choice }) },
);

const few = fc.oneof(
  { weight: 6, arbitrary: fc.constant<number[]>([]) },
  { weight: 1, arbitrary: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 2 }) },
);
const emailsOf = (existing: number, maxLength: number) =>
  fc.shuffledSubarray([...Array(existing).keys()], { minLength: 1, maxLength });

/** @param existing how many emails there are to choose from */
export function schedules(existing: number): fc.Arbitrary<Schedule> {
  const common = {
    ...{ poison: few, unreadable: few, deadly: few },
    batchSize: fc.integer({ min: 1, max: 6 }),
    lanes: fc.integer({ min: 1, max: 2 }),
    moves: fc.array(move, { maxLength: 30, size: 'max' }),
    faults: fc.array(fc.option(fault, { freq: 2 }), { maxLength: 8, size: 'max' }),
    lateAnswersCount: fc.boolean(),
  };
  const emails = emailsOf(existing, 10);
  const usual = fc.record({ ...common, emails, outage: fc.constant(null) });
  // A hundred attempts take a while: few of these, and of few emails.
  const outage = fc.record({ fault: fc.constantFrom(...LASTING), hours: fc.constantFrom(1, 24) });
  const long = fc.record({ ...common, emails: emailsOf(existing, 2), outage });
  return fc.oneof({ weight: 39, arbitrary: usual }, { weight: 1, arbitrary: long });
}
