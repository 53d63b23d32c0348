import { z } from 'zod';
import { Refusal } from './refusal.ts';
import type { ReplayRequest } from './replay.ts';

const replay = z.object({ since: z.int().min(0).default(0), limit: z.int().default(10) });

const payload = z.object({
  access_token: z.string().nullish(),
  user_token: z.string().nullish(),
  config: z
    .object({
      private: z.boolean().nullish(),
      broadcast: z
        .object({
          ack: z.boolean().nullish(),
          self: z.boolean().nullish(),
          replay: z.unknown().optional(),
          replication_ready: z.boolean().nullish(),
        })
        .nullish(),
      presence: z.object({ enabled: z.boolean().nullish(), key: z.string().nullish() }).nullish(),
      postgres_changes: z.array(z.record(z.string(), z.unknown())).nullish(),
    })
    .nullish(),
});

/** What a client asks for when it joins, with the hosted defaults filled in. */
export interface JoinRequest {
  token: string | null;
  private: boolean;
  /** Wants an answer to each broadcast that it sends. */
  ack: boolean;
  /** Wants to hear its own broadcasts. */
  self: boolean;
  replay: ReplayRequest | null;
  /** Wants to be told that the stream from the database is open. */
  replicationReady: boolean;
  presenceEnabled: boolean;
  /** Empty: the gateway makes one. */
  presenceKey: string;
  postgresChanges: Record<string, unknown>[];
}

/**
 * Reads the payload of `phx_join`.
 * @throws {Refusal} naming the first field that is wrong
 */
export function parseJoin(input: unknown): JoinRequest {
  const parsed = payload.safeParse(input ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Refusal('InvalidJoinPayload', `${issue?.path.join('.') || 'payload'}: ${issue?.message}`);
  }
  const { access_token, user_token, config } = parsed.data;
  const { broadcast, presence } = config ?? {};
  const isPrivate = config?.private ?? false;
  return {
    token: access_token ?? user_token ?? null,
    private: isPrivate,
    ack: broadcast?.ack ?? false,
    self: broadcast?.self ?? false,
    replay: parseReplay(broadcast?.replay, isPrivate),
    replicationReady: broadcast?.replication_ready ?? false,
    presenceEnabled: presence?.enabled ?? true,
    presenceKey: presence?.key ?? '',
    postgresChanges: config?.postgres_changes ?? [],
  };
}

function parseReplay(input: unknown, isPrivate: boolean): ReplayRequest | null {
  if (input === undefined || input === null) return null;
  if (!isPrivate) throw new Refusal('UnableToReplayMessages', 'Replay is not allowed for public channels');
  const parsed = replay.safeParse(input);
  if (!parsed.success) throw new Refusal('UnableToReplayMessages', 'Replay params are not valid');
  return parsed.data;
}
