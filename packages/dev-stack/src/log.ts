/** One line an event, prefixed by the service that says it: `12:00:01.123 realtime  joined topic=user:… `. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

const format = (fields: Record<string, unknown>): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const text =
        value instanceof Error ? value.message : typeof value === 'string' ? value : JSON.stringify(value);
      return `${key}=${/[\s"]/.test(text) ? JSON.stringify(text) : text}`;
    })
    .join(' ');

/**
 * @param service short name of the service, shown at the start of each line
 * @param write where a finished line goes; standard output unless told
 */
export function createLog(service: string, write: (line: string) => void = (line) => console.log(line)): Log {
  const say = (level: string, message: string, fields: Record<string, unknown> = {}) => {
    const time = new Date().toISOString().slice(11, 23);
    const rest = format(fields);
    write(`${time} ${service.padEnd(9)} ${level}${message}${rest ? ` ${rest}` : ''}`);
  };
  return {
    info: (message, fields) => say('', message, fields),
    warn: (message, fields) => say('warning: ', message, fields),
    error: (message, fields) => say('error: ', message, fields),
  };
}

/** A log that says nothing: for tests. */
export const silent: Log = { info() {}, warn() {}, error() {} };
