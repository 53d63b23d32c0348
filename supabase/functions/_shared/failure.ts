/** How every function answers when it refuses or fails: `{error: {code, message}}`. */
export const failure = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response => Response.json({ error: { code, message } }, { status, headers });
