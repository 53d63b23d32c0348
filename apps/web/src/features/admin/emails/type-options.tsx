import { emailTypeName, emailTypes } from './words.ts';

/** The options of what an email may be about, by name. */
export function EmailTypeOptions() {
  return emailTypes.map((type) => (
    <option key={type} value={type}>
      {emailTypeName(type)}
    </option>
  ));
}
