import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Email } from './email.ts';

/** An email that was accepted. */
export interface Message extends Email {
  id: string;
  idempotencyKey: string | null;
  /** ISO 8601. */
  createdAt: string;
}

/** What a request with an idempotency key was answered, to be answered again. */
export interface Answer {
  endpoint: string;
  key: string;
  /** Of the request's bytes. */
  digest: string;
  body: unknown;
  /** Milliseconds since 1970. */
  at: number;
}

/** One line of the data file: what one request changed, whole or not at all. */
type Entry = { messages: Message[]; answer: Answer | null } | { cleared: true };

/** More than anyone reads; keeps a long-running stack from growing without end. */
const messagesKept = 10_000;
/** Resend forgets an idempotency key after 24 hours. */
const answerLifetime = 24 * 60 * 60 * 1000;

export interface MailStore {
  /** Newest first. */
  messages(): readonly Message[];
  message(id: string): Message | null;
  answer(endpoint: string, key: string): Answer | null;
  /** Keeps what one request brought; resolves once it is in the data file. */
  add(messages: Message[], answer: Answer | null): Promise<void>;
  /** Forgets the messages. Idempotency keys stay: an emptied inbox must not make a retry send again. */
  clear(): Promise<void>;
  /** @returns a function that ends the subscription */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}

/** @param dataFile append-only JSON lines, read at the start; without it everything ends with the process */
export async function openMailStore(dataFile?: string): Promise<MailStore> {
  let messages: Message[] = [];
  const answers = new Map<string, Answer>();
  const listeners = new Set<() => void>();

  const apply = (entry: Entry): void => {
    if ('cleared' in entry) {
      messages = [];
      return;
    }
    messages.unshift(...entry.messages.toReversed());
    messages.length = Math.min(messages.length, messagesKept);
    if (entry.answer) answers.set(nameOf(entry.answer.endpoint, entry.answer.key), entry.answer);
  };

  const file = dataFile === undefined ? null : await openDataFile(dataFile, apply, () => messages, answers);
  let written = Promise.resolve();
  const record = (entry: Entry): Promise<void> => {
    apply(entry);
    if (file) written = written.catch(() => {}).then(() => file.appendFile(`${JSON.stringify(entry)}\n`)); // an earlier failure was its own request's
    return written.then(() => {
      for (const listener of listeners) listener();
    });
  };

  return {
    messages: () => messages,
    message: (id) => messages.find((message) => message.id === id) ?? null,
    answer(endpoint, key) {
      const name = nameOf(endpoint, key);
      const answer = answers.get(name);
      if (!answer || answer.at + answerLifetime > Date.now()) return answer ?? null;
      answers.delete(name);
      return null;
    },
    add: (added, answer) => record({ messages: added, answer }),
    clear: () => record({ cleared: true }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await written.catch(() => {}); // the request that wrote it was told
      await file?.close();
    },
  };
}

const nameOf = (endpoint: string, key: string): string => `${endpoint} ${key}`;

/** Reads the file into memory, writes it anew with what still counts, and opens it for more. */
async function openDataFile(
  path: string,
  apply: (entry: Entry) => void,
  messages: () => readonly Message[],
  answers: Map<string, Answer>,
) {
  await mkdir(dirname(path), { recursive: true });
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  // After the last line feed there is nothing, or a line that a kill cut in the middle: not acknowledged, dropped.
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    try {
      apply(JSON.parse(line) as Entry);
    } catch {
      throw new Error(`mail: ${path}, line ${index + 1} is not a record of this server; move the file away`);
    }
  }
  for (const [name, answer] of answers) {
    if (answer.at + answerLifetime <= Date.now()) answers.delete(name);
  }

  const entries: Entry[] = [
    ...messages()
      .toReversed()
      .map((message) => ({ messages: [message], answer: null })),
    ...[...answers.values()].map((answer) => ({ messages: [], answer })),
  ];
  const draft = `${path}.new`;
  await writeFile(draft, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  await rename(draft, path);
  return open(path, 'a');
}
