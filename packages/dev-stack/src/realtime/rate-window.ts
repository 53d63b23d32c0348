/** Counts calls in windows of a fixed length: the first call after a window has ended opens the next one. */
export class RateWindow {
  #count = 0;
  #endsAt = 0;

  /**
   * @param max calls allowed in one window
   * @param windowMs length of the window
   */
  constructor(
    private readonly max: number,
    private readonly windowMs: number,
  ) {}

  /** Counts one call. False when it is one too many. */
  take(now = Date.now()): boolean {
    if (now >= this.#endsAt) {
      this.#count = 0;
      this.#endsAt = now + this.windowMs;
    }
    this.#count += 1;
    return this.#count <= this.max;
  }
}
