/** The pages of the guide, in the order of its menu; each has an example and a page of docs/react of the same name. */
export const guideNames = ['provider', 'bell', 'inbox', 'item', 'toaster', 'preferences', 'hooks'] as const;
export type GuideName = (typeof guideNames)[number];

export interface Guide {
  /** As it is imported. */
  title: string;
  summary: string;
  /** What one can see or do in the example. */
  tryThis: string[];
  /** What a table of its own props, or of the hooks, says: name and meaning. */
  props: Record<string, string>;
}

/** Props that a component has beyond those of the element it renders. */
export type OwnProps<Props, Native> = Record<Exclude<keyof Props, keyof Native>, string>;
