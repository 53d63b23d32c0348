/** How many weeks the analytics may look back on, this one among them. */
export const PERIODS = [4, 12, 26, 52] as const;

export type Period = (typeof PERIODS)[number];

/** The period of an address; what it does not know is three months. */
export const readPeriod = (text: unknown): Period => PERIODS.find((weeks) => String(weeks) === text) ?? 12;
