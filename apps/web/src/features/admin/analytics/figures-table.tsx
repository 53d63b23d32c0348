import { duration, number } from '../figures.ts';
import styles from './figures-table.module.css';
import { type Stages, stageNames } from './stages.ts';

interface FiguresTableProps {
  caption: string;
  /** What a row is about. */
  first: string;
  rows: (Stages & { id: string; name: string })[];
  total: Stages;
}

/** The figures of a chart, to be read aloud, compared or copied. */
export function FiguresTable({ caption, first, rows, total }: FiguresTableProps) {
  return (
    <details className={styles.details}>
      <summary>Les mêmes chiffres en tableau</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard */}
      <section className={styles.scroll} aria-label={caption} tabIndex={0}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              {Object.values(stageNames).map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">Délai médian</th>
              <th scope="col">E-mails</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, name, ...stages }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <Cells {...stages} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">En tout</th>
              <Cells {...total} />
            </tr>
          </tfoot>
        </table>
      </section>
    </details>
  );
}

function Cells({ sent, seen, read, clicked, medianReaction, emails }: Stages) {
  return (
    <>
      <td>{number(sent)}</td>
      <td>{number(seen)}</td>
      <td>{number(read)}</td>
      <td>{number(clicked)}</td>
      <td>{medianReaction === null ? '–' : duration(medianReaction)}</td>
      <td>{number(emails)}</td>
    </>
  );
}
