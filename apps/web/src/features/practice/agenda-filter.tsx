import Form from 'next/form';
import type { AgendaQuery } from './agenda.ts';
import styles from './agenda-bar.module.css';

interface AgendaFilterProps {
  query: AgendaQuery;
  practitioners: { id: string; name: string }[];
}

/** Goes to a day, and narrows to a practitioner. */
export function AgendaFilter({ query: { view, date, practitionerId }, practitioners }: AgendaFilterProps) {
  return (
    // The fields follow the address.
    <Form key={`${date} ${practitionerId}`} className={styles.filter} action="/rendez-vous" prefetch={false}>
      <input type="hidden" name="vue" value={view} />
      <label className="visually-hidden" htmlFor="agenda-date">
        Aller à une date
      </label>
      <input id="agenda-date" type="date" name="date" defaultValue={date} required />
      {practitioners.length > 1 && (
        <>
          <label className="visually-hidden" htmlFor="agenda-praticien">
            Praticien
          </label>
          <select id="agenda-praticien" name="praticien" defaultValue={practitionerId ?? ''}>
            <option value="">Tous les praticiens</option>
            {practitioners.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </>
      )}
      <button type="submit" className="button button-quiet">
        Afficher
      </button>
    </Form>
  );
}
