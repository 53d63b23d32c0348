const longestTimerMs = 3_600_000;

/** Rings when a token ends. In steps of an hour at most, because a timer cannot wait for years. */
export class Expiry {
  #timer: NodeJS.Timeout | undefined;

  /**
   * Replaces what was watched before.
   * @param exp Unix seconds; undefined never ends
   */
  watch(exp: number | undefined, onEnd: (exp: number) => void): void {
    this.cancel();
    if (exp === undefined) return;
    const leftMs = exp * 1000 - Date.now();
    this.#timer = setTimeout(
      () => {
        if (Date.now() < exp * 1000) this.watch(exp, onEnd);
        else onEnd(exp);
      },
      Math.max(0, Math.min(leftMs, longestTimerMs)),
    );
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
