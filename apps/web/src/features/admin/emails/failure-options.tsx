import { failureName, failures, isRealFailure } from './words.ts';

const GROUPS = [
  { label: 'Échoués', codes: failures.filter((code) => isRealFailure(code)) },
  { label: 'Non envoyés', codes: failures.filter((code) => !isRealFailure(code)) },
];

const startCased = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The options of why an email did not leave. */
export function FailureOptions() {
  return GROUPS.map(({ label, codes }) => (
    <optgroup key={label} label={label}>
      {codes.map((code) => (
        <option key={code} value={code}>
          {startCased(failureName(code))}
        </option>
      ))}
    </optgroup>
  ));
}
