import { PageHead } from '../shell/page-head.tsx';
import { examples } from './examples.ts';
import type { GuideName } from './guide.ts';
import styles from './guide-page.module.css';
import { guides } from './guides.ts';
import { sourceOf } from './source.ts';

/** One component: what it is for, the thing itself, its code and its props. */
export async function GuidePage({ name }: { name: GuideName }) {
  const { title, summary, tryThis, props } = guides[name];
  const Example = examples[name];
  return (
    <>
      <PageHead title={title} detail={summary} />
      <section aria-labelledby="exemple" className={styles.section}>
        <h2 id="exemple">Exemple</h2>
        <ul className={styles.tryThis}>
          {tryThis.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <div className={styles.example} data-example={name}>
          <Example />
        </div>
      </section>
      <section aria-labelledby="code" className={styles.section}>
        <h2 id="code">Code</h2>
        <p className={styles.path}>
          <code>{`examples/${name}.tsx`}</code>
        </p>
        {/* Wider than a phone: it scrolls by itself, from the keyboard as well. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard */}
        <section className={styles.code} tabIndex={0} aria-label={`Code de l’exemple ${title}`}>
          <pre>
            <code>{await sourceOf(name)}</code>
          </pre>
        </section>
      </section>
      <section aria-labelledby="props" className={styles.section}>
        <h2 id="props">{name === 'hooks' ? 'Hooks' : 'Propriétés'}</h2>
        <dl className={styles.props}>
          {Object.entries(props).map(([prop, meaning]) => (
            <div key={prop}>
              <dt>
                <code>{prop}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
