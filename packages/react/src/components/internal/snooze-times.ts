type SnoozeTime = readonly [name: 'hour' | 'evening' | 'tomorrow' | 'monday', until: Date];

/**
 * What makes sense now, by the reader's own clock: "this evening" only before 17:00, Monday unless that is
 * tomorrow. An hour is an hour; the others are times of the wall clock, also across a change of the clocks.
 *
 * @param now ms since the epoch
 */
export function snoozeTimes(now: number): SnoozeTime[] {
  const today = new Date(now);
  const at = (days: number, hour: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, hour);
  const weekday = today.getDay();
  const times: (SnoozeTime | false)[] = [
    ['hour', new Date(now + 3_600_000)],
    today.getHours() < 17 && ['evening', at(0, 18)],
    ['tomorrow', at(1, 8)],
    weekday !== 0 && ['monday', at(8 - weekday, 8)],
  ];
  return times.filter(Boolean) as SnoozeTime[];
}

/** A moment as `<input type="datetime-local">` writes it, which is nearly how Swedes do. */
export function toLocalInput(time: number): string {
  return new Date(time).toLocaleString('sv').replace(' ', 'T').slice(0, 16);
}
