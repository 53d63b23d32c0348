interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}
/** What the next call meets: an answer, a connection that ends before or after the emails were taken, or silence. */
export type Mishap = Answer | 'drop' | 'accept-then-drop' | 'hang';

export interface SentEmail {
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
}

/** A server that plays `POST /emails/batch` of Resend, with its idempotency rules and its ways to fail. */
export class FakeResend implements AsyncDisposable {
  readonly requests: { key: string; body: string; authorization: string }[] = [];
  /** Every email that was taken: twice in here would be twice in a mailbox. */
  readonly delivered: SentEmail[] = [];
  readonly #mishaps: Mishap[] = [];
  readonly #known = new Map<string, { body: string; answer: Answer }>();
  // Bare TCP: an HTTP server would not let a test cut a connection at the instant it chooses, on every Deno.
  readonly #listener = Deno.listen({ hostname: '127.0.0.1', port: 0 });
  readonly #connections = new Set<Deno.Conn>();
  readonly #ended = this.#listen();

  /** Refuses a batch as invalid when this says so of one of its emails. */
  refuses: (email: SentEmail) => boolean = () => false;

  get url(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}`;
  }

  /** What the next calls meet, one each; a call beyond them succeeds. */
  willFail(...mishaps: Mishap[]): void {
    this.#mishaps.push(...mishaps);
  }

  /** Errors as Resend words them. */
  static error(statusCode: number, name: string, message: string, headers = {}): Answer {
    return { status: statusCode, body: { statusCode, name, message }, headers };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) closeQuietly(connection);
    await this.#ended;
  }

  async #listen(): Promise<void> {
    const served: Promise<void>[] = [];
    for await (const connection of this.#listener) served.push(this.#serve(connection));
    await Promise.all(served);
  }

  async #serve(connection: Deno.Conn): Promise<void> {
    this.#connections.add(connection);
    try {
      for await (const { headers, body } of readRequests(connection)) {
        const answer = this.#answer(headers, body);
        if (answer === 'drop') return;
        if (answer !== 'hang') await connection.write(encodeAnswer(answer));
      }
    } catch (error) {
      // Closing, by either side, ends a read that is under way.
      if (!(error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted))
        throw error;
    } finally {
      this.#connections.delete(connection);
      closeQuietly(connection);
    }
  }

  #answer(headers: Headers, body: string): Answer | 'drop' | 'hang' {
    const key = headers.get('idempotency-key') ?? '';
    this.requests.push({ key, body, authorization: headers.get('authorization') ?? '' });
    const mishap = this.#mishaps.shift();
    if (mishap === 'accept-then-drop') {
      this.#accept(key, body);
      return 'drop';
    }
    return mishap ?? this.#accept(key, body);
  }

  #accept(key: string, body: string): Answer {
    const known = this.#known.get(key);
    if (known?.body === body) return known.answer;
    if (known !== undefined) {
      return FakeResend.error(409, 'invalid_idempotent_request', 'This key was used with another body.');
    }
    const emails: SentEmail[] = JSON.parse(body);
    const refused = emails.find(this.refuses);
    if (refused !== undefined) {
      return FakeResend.error(422, 'validation_error', `Invalid \`to\` field: ${refused.to}`);
    }
    this.delivered.push(...emails);
    const answer = { status: 200, body: { data: emails.map(() => ({ id: crypto.randomUUID() })) } };
    this.#known.set(key, { body, answer });
    return answer;
  }
}

/** A connection may have been closed from the other side of the test already. */
function closeQuietly(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** The requests of one kept-alive connection, until its client ends it. */
async function* readRequests(connection: Deno.Conn): AsyncGenerator<{ headers: Headers; body: string }> {
  // In a single-byte encoding, an index in the text is an index in the bytes.
  const singleByte = new TextDecoder('latin1');
  const chunk = new Uint8Array(65_536);
  let received = new Uint8Array();
  for (;;) {
    const text = singleByte.decode(received);
    const headEnd = text.indexOf('\r\n\r\n');
    const headers = new Headers();
    for (const line of headEnd < 0 ? [] : text.slice(0, headEnd).split('\r\n').slice(1)) {
      const colon = line.indexOf(':');
      headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
    }
    const bodyEnd = headEnd + 4 + Number(headers.get('content-length'));
    if (headEnd >= 0 && received.length >= bodyEnd) {
      const body = new TextDecoder().decode(received.subarray(headEnd + 4, bodyEnd));
      received = received.slice(bodyEnd);
      yield { headers, body };
      continue;
    }
    const length = await connection.read(chunk);
    if (length === null) return;
    const longer = new Uint8Array(received.length + length);
    longer.set(received);
    longer.set(chunk.subarray(0, length), received.length);
    received = longer;
  }
}

function encodeAnswer({ status, body, headers }: Answer) {
  const content = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  const head = { 'content-type': 'application/json', ...headers, 'content-length': content.length };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  const start = new TextEncoder().encode(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`);
  const bytes = new Uint8Array(start.length + content.length);
  bytes.set(start);
  bytes.set(content, start.length);
  return bytes;
}
