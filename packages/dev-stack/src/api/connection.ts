import { PostgresConnection } from '@supabase/lite/postgres';
import { postgrestStatus } from './errors.ts';

export interface ProjectConnectionOptions {
  /** Role `authenticator`: every request runs as it, and then as the role of its key or token. */
  url: string;
  /** Role `postgres`, to read what tables and functions there are. */
  catalogUrl: string;
}

/** lite gives PostgreSQL's own text, `2026-11-21 00:56:49.15+00`; PostgREST gives what JSON has, and every browser reads. */
const TIMESTAMPTZ = {
  to: 1184,
  from: [1184],
  serialize: (text: string) => text,
  parse: (text: string) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'),
};

/**
 * lite writes the JSON arguments of a function as text and then has the driver write that text as JSON again, so that
 * the function would get a string. Text that is an object or an array already goes through as it is.
 */
const json = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => (isJsonText(value) ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text) as unknown,
});

function isJsonText(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false; // A string that merely looks like JSON is a string.
  }
}

/** What lite runs the statements of a request with. */
type Database = Parameters<Parameters<PostgresConnection['withContext']>[1]>[0];

/** Whoever asks, as lite knows them; `jwt` are the claims of their token. */
interface Caller {
  auth?: { role?: string; uid?: string; jwt?: unknown };
}

/** A call of a function, as lite passes it on. */
interface Call {
  method: string;
  path: string;
  requestHeaders?: Record<string, string>;
}

/** What `configure` sends. */
const CONFIGURES = /^select set_config\(/;

/** Until the end of the transaction. One statement for all, as PostgREST does; lite takes one each. */
async function configure(database: Database, settings: Record<string, string>): Promise<void> {
  await database
    .selectNoFrom(({ fn, lit, val }) =>
      Object.entries(settings).map(([name, value]) =>
        fn<string>('set_config', [val(name), val(value), lit(true)]).as(name),
      ),
    )
    .execute();
}

function settingsOfCaller({ auth }: Caller): Record<string, string> {
  const role = auth?.role || 'anon';
  return {
    role,
    'request.jwt.claim.sub': auth?.uid ?? '',
    'request.jwt.claim.role': role,
    ...(auth?.jwt && typeof auth.jwt === 'object' ? { 'request.jwt.claims': JSON.stringify(auth.jwt) } : {}),
  };
}

const settingsOfCall = ({ method, path, requestHeaders }: Call): Record<string, string> => ({
  'response.status': '',
  'response.headers': '',
  'request.method': method,
  'request.path': path,
  'request.headers': JSON.stringify(requestHeaders ?? {}),
});

const becomeCaller = (database: Database, caller: Caller): Promise<void> =>
  configure(database, settingsOfCaller(caller));

const tellRequest = (database: Database, call: Call): Promise<void> =>
  configure(database, settingsOfCall(call));

/**
 * The driver asks the server about the parameters of each statement before it sends their values, unless the statement is
 * prepared. What begins every request is: once a session, it is then one round trip instead of two.
 */
function prepareSettings(driver: PostgresConnection['driver']): void {
  const reserve = driver.reserve.bind(driver);
  driver.reserve = async () => {
    const session = await reserve();
    const { unsafe } = session;
    session.unsafe = (text, values, options) =>
      unsafe(text, values, CONFIGURES.test(text) ? { ...options, prepare: true } : options);
    return session;
  };
}

type Context = Parameters<PostgresConnection['withContext']>;

/** lite's connection, brought nearer to a hosted project in the seven points where it differs. */
export class ProjectConnection extends PostgresConnection {
  readonly #catalog: PostgresConnection;

  constructor({ url, catalogUrl }: ProjectConnectionOptions) {
    super({
      url,
      postgresOptions: {
        max: 20,
        onnotice: () => {},
        types: { timestamptz: TIMESTAMPTZ, json: json(114), jsonb: json(3802) },
      },
    });
    // On its first request lite grants everything on all tables to the API roles. A hosted project does not, and a missing
    // grant must show here too: this says that it was done.
    Object.assign(this, { rlsState: 'active' });
    // Private in lite's types.
    Object.assign(this, { applyJwtSessionContext: becomeCaller, applyRpcRequestGucs: tellRequest });
    prepareSettings(this.driver);
    this.#catalog = new PostgresConnection({
      url: catalogUrl,
      postgresOptions: { max: 1, onnotice: () => {} },
    });
  }

  /** A call of a function begins with one statement, as in PostgREST; lite takes three. Each is a wait where the machine is busy. */
  override async withContext<T>(
    caller: Context[0],
    work: (database: Database) => Promise<T>,
    options?: Context[2],
  ): Promise<T> {
    const call = options?.rpc;
    if (!caller || !call || options?.transaction || options?.forceRollback)
      return super.withContext(caller, work, options);
    return this.kysely.transaction().execute(async (database) => {
      await configure(database, {
        ...settingsOfCaller(caller as Caller),
        ...settingsOfCall(call),
        ...(call.readOnly ? { transaction_read_only: 'on' } : {}),
      });
      return work(database);
    });
  }

  /** lite asks information_schema, which shows a role only what it may use; authenticator may use nothing by itself. */
  override introspect(options?: { useCache?: boolean }) {
    return this.#catalog.introspect(options);
  }

  override clearSchemaCache(): Promise<void> {
    return this.#catalog.clearSchemaCache();
  }

  /** lite knows few error codes and answers 500 "SUP" to the others; PostgREST passes all of them on to the client. */
  override normalizeDbError(error: unknown): unknown {
    const { code, message, detail, hint } = error as {
      code?: string;
      message?: string;
      detail?: string;
      hint?: string;
    };
    const status = postgrestStatus(code);
    if (status === null) return error;
    return Object.assign(
      new Error(JSON.stringify({ code, message, details: detail ?? null, hint: hint || null })),
      {
        // PostgREST's own way to raise any answer from SQL, which lite understands.
        code: 'PGRST',
        detail: JSON.stringify({ status, headers: {} }),
      },
    );
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), this.#catalog.close()]);
  }
}
