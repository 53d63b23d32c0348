/** The payload of `phx_reply`. */
export interface Reply {
  status: 'ok' | 'error';
  response: object;
}

export const ok: Reply = { status: 'ok', response: {} };

/** @param reason what went wrong, for a person */
export const failure = (reason: string): Reply => ({ status: 'error', response: { reason } });
