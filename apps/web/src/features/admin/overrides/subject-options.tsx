import { TypeOptions } from '../type-options.tsx';
import { typesByCategory } from '../words.ts';

/** The options of what an override may be about: categories, then types. */
export function SubjectOptions() {
  return (
    <>
      <optgroup label="Toute une catégorie">
        {typesByCategory.map(({ category, name }) => (
          <option key={category} value={`category:${category}`}>
            {name}
          </option>
        ))}
      </optgroup>
      <TypeOptions value={(type) => `type:${type}`} />
    </>
  );
}
