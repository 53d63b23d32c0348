import { sourceOf, WISHES } from '../../store/apply-preferences.ts';
import type { NotificationTypePreference } from '../../store/preferences-api.ts';
import { fill } from './fill.ts';
import { usePreferenceWords } from './use-preference-words.ts';

interface PreferenceNotesProps {
  /** Of one category. */
  types: NotificationTypePreference[];
  typeNames: Partial<Record<string, string>> | undefined;
}

const LAYERS = ['mandatory', 'override', 'type_preference'] as const;

/** What a person cannot settle here, or has settled apart: for which types, what holds, and why. */
export function PreferenceNotes({ types, typeNames }: PreferenceNotesProps) {
  const words = usePreferenceWords();
  return LAYERS.map((layer) => {
    // One sentence for all the types that the layer says the same of.
    const sentences = new Map<string, string[]>();
    for (const type of types) {
      const what = WISHES.filter((wish) => sourceOf(type, wish) === layer).map((wish) => {
        const value = wish === 'frequency' ? words.frequencies[type[wish]] : words.values[`${type[wish]}`];
        return `${words.fields[wish]} (${value})`;
      });
      const sentence = fill(words[layer], { what: what.join(', '), reason: type.override_reason ?? '' });
      if (what[0]) sentences.set(sentence, [...(sentences.get(sentence) ?? []), type.type]);
    }
    return [...sentences].map(([sentence, some]) => {
      const names =
        some.length === types.length ? [words.everyType] : some.map((type) => typeNames?.[type] ?? type);
      return (
        <p key={sentence} className="cn-preference-note" data-layer={layer}>
          {fill(sentence, { types: names.join(', ') })}
        </p>
      );
    });
  });
}
