import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isVersion, type Version } from './protocol.ts';
import { Refusal } from './refusal.ts';
import type { Verify } from './token.ts';

interface Handshake {
  version: Version;
  apiKey: string;
}

/**
 * Decides whether a connection may become a WebSocket: `GET /realtime/v1/websocket?apikey=…&vsn=…`.
 * @returns what it asked for, or the HTTP status and the words of a refusal
 */
export async function readHandshake(
  request: IncomingMessage,
  verify: Verify,
): Promise<Handshake | { status: 400 | 401 | 404; message: string }> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname !== '/realtime/v1/websocket') return { status: 404, message: 'Not found' };
  const version = searchParams.get('vsn') ?? '1.0.0';
  if (!isVersion(version)) return { status: 400, message: 'vsn: 1.0.0 or 2.0.0 is required' };
  const header = request.headers['x-api-key'];
  const apiKey = searchParams.get('apikey') ?? (typeof header === 'string' ? header : null);
  if (!apiKey) return { status: 401, message: 'apikey: missing' };
  try {
    await verify(apiKey);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 401, message: `apikey: ${error.message}` };
  }
  return { version, apiKey };
}

const statusTexts: Record<number, string> = { 400: 'Bad Request', 401: 'Unauthorized', 404: 'Not Found' };

/** Answers a request for an upgrade with an ordinary HTTP error. */
export function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  const body = JSON.stringify({ error: message });
  socket.end(
    `HTTP/1.1 ${status} ${statusTexts[status] ?? 'Error'}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
