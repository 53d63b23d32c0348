/** Does one thing after the other, in the order in which they came, however long each takes. */
export class Mailbox {
  #pending = 0;
  #tail: Promise<void> = Promise.resolve();

  /**
   * @param max tasks that may wait
   * @param onError what to do with an error of a task; the next task runs all the same
   */
  constructor(
    private readonly max: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** False when too many tasks wait already: this one will not be done. */
  add(task: () => void | Promise<void>): boolean {
    if (this.#pending >= this.max) return false;
    this.#pending += 1;
    this.#tail = this.#tail
      .then(task)
      .catch(this.onError)
      .finally(() => {
        this.#pending -= 1;
      });
    return true;
  }
}
