/** What every part of the stack gives back once it is ready: a name for messages, and one way to end it. */
export interface Service {
  readonly name: string;
  /** Ends the service and frees its port. Safe to call twice. */
  stop(): Promise<void>;
}
