/** Minutes that a form offers for an appointment. */
export const DURATIONS = [15, 30, 45, 60, 90, 120];
