import { frequencyNames, roleNames } from '../words.ts';
import styles from './type-row.module.css';
import { TypeRow } from './type-row.tsx';
import type { TypeSetting } from './type-settings.ts';

/** The types of one category, a row each. */
export function TypeRows({ organisationId, settings }: { organisationId: string; settings: TypeSetting[] }) {
  return (
    <div className={styles.rows}>
      <div className={styles.columns} aria-hidden="true">
        <span />
        <span>Application</span>
        <span>E-mail</span>
        <span>Fréquence des e-mails</span>
      </div>
      {settings.map((setting) => (
        <TypeRow
          key={`${organisationId} ${setting.type}`}
          organisationId={organisationId}
          setting={setting}
          roleNames={roleNames}
          frequencyNames={frequencyNames}
        />
      ))}
    </div>
  );
}
