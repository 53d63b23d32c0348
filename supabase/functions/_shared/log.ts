/** Structured log of a function: one JSON object a line, which the hosted log explorer can filter. */
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}
type Fields = Readonly<Record<string, unknown>>;

/**
 * @param source name of the function
 * @param write where a finished line goes; standard output unless told
 */
export function createLog(source: string, write: (line: string) => void = console.log): Log {
  const say =
    (level: string) =>
    (message: string, fields: Fields = {}) =>
      write(redact(JSON.stringify({ time: new Date().toISOString(), level, source, message, ...fields })));
  return { info: say('info'), warn: say('warn'), error: say('error') };
}

/**
 * Takes out what a log must not hold, wherever it came from: a provider may quote an address in its refusal, and a
 * driver may quote a connection string in its error.
 */
export const redact = (text: string): string =>
  text
    .replaceAll(/\b(postgres(?:ql)?):\/\/[^\s"'\\]+/g, '$1://<redacted>')
    .replaceAll(/\/([lu])\/v1\.[\w.-]+/g, '/$1/<redacted>')
    .replaceAll(/[^\s"'<>()[\]{},;:=\\]+@[^\s"'<>()[\]{},;:=\\]+/g, '<address>');
