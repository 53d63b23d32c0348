import type { z } from 'zod';

export type Method = 'get' | 'post' | 'patch' | 'delete';

/** One way that an operation ends well. */
interface Answer {
  description: string;
  /** Its JSON body; absent: it has none. */
  body?: z.ZodType;
}

/**
 * One route and method of the HTTP API, described once: the handler parses with these schemas, and the OpenAPI document is
 * made from them, so the two cannot drift apart.
 */
export interface Operation {
  /** Unique name, from which code generators make function names. */
  id: string;
  method: Method;
  /** As OpenAPI writes it: `/api/notifications/{id}`. */
  path: `/api/${string}`;
  /** Heading that it stands under. */
  tag: 'Inbox' | 'Mutes' | 'Preferences' | 'Administration' | 'Session';
  summary: string;
  description?: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  answers: Readonly<Record<number, Answer>>;
  /** When it answers 404: what there is none of. */
  notFound?: string;
  /** When it answers 403 for want of a right. */
  forbidden?: string;
}

/** Keeps the exact type of an operation, which its handler is checked against. */
export const defineOperation = <const O extends Operation>(operation: O): O => operation;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a caller gave, checked. */
export interface Input<O extends Operation> {
  params: Parsed<O['params']>;
  query: Parsed<O['query']>;
  body: Parsed<O['body']>;
}

/** A status with the body that goes with it. */
export interface Reply<Status, Body> {
  status: Status;
  body: Body;
}

/** Every reply that an operation may give. */
export type ReplyOf<O extends Operation> = {
  [Status in keyof O['answers'] & number]: Reply<
    Status,
    O['answers'][Status] extends { body: infer Body extends z.ZodType } ? z.input<Body> : undefined
  >;
}[keyof O['answers'] & number];

/** A reply without a body when none is given. */
export function reply<Status extends number>(status: Status): Reply<Status, undefined>;
export function reply<Status extends number, Body>(status: Status, body: Body): Reply<Status, Body>;
export function reply(status: number, body?: unknown) {
  return { status, body };
}
