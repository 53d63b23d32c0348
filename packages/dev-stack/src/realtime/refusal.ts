/** Something that the client asked for and does not get. Its text is what hosted Realtime answers. */
export class Refusal extends Error {
  /**
   * @param code hosted Realtime's name of the error, as in its logs: `Unauthorized`, `InvalidJWTToken`, …
   * @param message what is wrong, for a person
   */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** The `reason` of a refused join. */
  get reason(): string {
    return `${this.code}: ${this.message}`;
  }
}

/** The only refusal that time mends: the client does well to try again. */
export class DatabaseUnavailable extends Refusal {
  constructor() {
    super('UnableToConnectToProject', 'Realtime was unable to connect to the project database');
  }
}

/** @param what which part of the frame, and what it should have been */
export const malformed = (what: string): Refusal => new Refusal('MalformedFrame', what);
