import { typesByCategory } from './words.ts';

interface TypeOptionsProps {
  /** Makes the value of an option from the name of its type. */
  value?: (type: string) => string;
}

/** The options of a `<select>` of types, under their categories. */
export function TypeOptions({ value = (type) => type }: TypeOptionsProps) {
  return typesByCategory.map(({ category, name, types }) => (
    <optgroup key={category} label={name}>
      {types.map((type) => (
        <option key={type.name} value={value(type.name)}>
          {type.texts.fr.title}
        </option>
      ))}
    </optgroup>
  ));
}
