/** @jsxRuntime automatic */
import { slot } from './placeholders.ts';
import { styles } from './theme.ts';

/** Words with a dot in the colour of their urgency. The dot is a character: an empty box would vanish in Outlook. */
export function Accent({ children }: { children: string }) {
  return (
    <>
      <span aria-hidden="true" style={{ ...styles.accent, color: slot('accent') }}>
        ●
      </span>
      {`\u00a0${children}`}
    </>
  );
}
