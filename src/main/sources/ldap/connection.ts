import { Client, type SearchOptions } from 'ldapts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import type { Fields } from '../../../shared/plugin/source.ts';
import { uuidOfBytes } from './filter.ts';

/** Entries of one answer. */
const MAX_ENTRIES = 1000;

export interface LdapOptions {
  readonly uri: string;
  readonly baseDn: string;
  readonly username: string | undefined;
  readonly password: string;
  /** Milliseconds until a connection stands. */
  readonly networkTimeout: number;
  /** Milliseconds until an answer is there. */
  readonly timeout: number;
  /** A column whose bytes are a UUID. */
  readonly uuidColumn: string | undefined;
}

/** One connection, used by one question at a time; a broken one is made anew, once for each question. */
export class LdapConnection {
  readonly #options: LdapOptions;
  #client: Client | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LdapOptions) {
    this.#options = options;
  }

  search(filter: string, signal: AbortSignal): Promise<Fields[]> {
    const turn = this.#turn.then(() => this.#ask(filter, signal));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.unbind().catch(() => undefined);
  }

  async #ask(filter: string, signal: AbortSignal): Promise<Fields[]> {
    signal.throwIfAborted();
    const fresh = !this.#client;
    try {
      return await this.#once(filter);
    } catch (thrown) {
      await this.close();
      // A server closes a connection that was idle for long; a fresh one that fails will not do better.
      if (fresh || signal.aborted) throw thrown;
      return this.#once(filter);
    }
  }

  async #once(filter: string): Promise<Fields[]> {
    const client = (this.#client ??= await this.#connect());
    const { baseDn, uuidColumn, timeout } = this.#options;
    const options: SearchOptions = {
      scope: 'sub',
      filter,
      sizeLimit: MAX_ENTRIES,
      timeLimit: Math.max(1, Math.ceil(timeout / 1000)),
      ...(uuidColumn === undefined ? {} : { explicitBufferAttributes: [uuidColumn] }),
    };
    const { searchEntries } = await client.search(baseDn, options);
    return searchEntries.map(entry => fieldsOf(entry as Readonly<Record<string, unknown>>, uuidColumn));
  }

  async #connect(): Promise<Client> {
    const { uri, username, password, networkTimeout, timeout } = this.#options;
    const client = new Client({ url: uri, connectTimeout: networkTimeout, timeout });
    try {
      // An anonymous bind too: it shows at once whether anybody is there.
      await client.bind(username ?? '', username === undefined ? '' : password);
      return client;
    } catch (thrown) {
      await client.unbind().catch(() => undefined);
      throw thrown;
    }
  }
}

function fieldsOf(entry: Readonly<Record<string, unknown>>, uuidColumn: string | undefined): Fields {
  const fields = Object.entries(entry).map(([column, value]) => {
    const plain = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
    return [column, readValue(plain, column === uuidColumn)] as const;
  });
  return Object.fromEntries(fields);
}

function readValue(value: unknown, uuid: boolean): JsonValue {
  if (Buffer.isBuffer(value)) return uuid ? uuidOfBytes(value) : value.toString('utf8');
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(item => readValue(item, uuid));
  return typeof value === 'string' ? value : null;
}
