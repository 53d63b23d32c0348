/** Something that is read from the server and shown: what a query is made of. */
export interface Resource<Data> {
  /** Undefined until it was read; the same object until something changed. */
  getData(): Data | undefined;
  /** What a server has read for the first page, to begin with. */
  seed(data: Data): void;
  /** What it shows is not to be trusted any more. */
  touch(): void;
  /** Reads again, and rejects when that failed. */
  read(): Promise<Data>;
}

/** What a resource has of its store. */
export interface Host {
  /**
   * Asks for an answer that no write has overtaken.
   * @returns it, and when it was asked for, on the store's clock
   */
  load<Answer>(ask: () => Promise<Answer>): Promise<{ answer: Answer; at: number }>;
  /** When the last question was asked, on the same clock. */
  now(): number;
  /** Another number whenever something changed. */
  version(): number;
  changed(): void;
}
