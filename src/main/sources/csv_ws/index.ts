import { columnsOf } from '../../../shared/directory/row-table.ts';
import type {
  Entry,
  Fields,
  QueryArgs,
  Source,
  SourceArgs,
  SourcePlugin,
} from '../../../shared/plugin/source.ts';
import { neededText, numberOption, textOption } from '../tools/options.ts';
import { readCsvText } from '../tools/read-csv.ts';
import { httpGet } from './http-get.ts';

/** CSV from a web service: it searches itself, by `?column=term`. */
export const csvWsSource: SourcePlugin = {
  manifest: {
    kind: 'source',
    name: 'csv_ws',
    title: 'CSV web service',
    summary: 'A web service that is asked with ?column=term and answers CSV.',
    options: [
      {
        name: 'lookup_url',
        label: 'Search address',
        help: 'Asked with ?column=term.',
        kind: 'text',
        required: true,
      },
      {
        name: 'list_url',
        label: 'List address',
        help: 'Answers all lines; needed for favourites.',
        kind: 'text',
      },
      {
        name: 'delimiter',
        label: 'Separator',
        help: 'What stands between two cells.',
        kind: 'text',
        default: ',',
      },
      {
        name: 'timeout',
        label: 'Time limit',
        help: '',
        kind: 'number',
        default: 10,
        min: 0.1,
        max: 60,
        unit: 's',
      },
      {
        name: 'verify_certificate',
        label: 'Check the certificate',
        help: 'Off only for a server of your own.',
        kind: 'boolean',
        default: true,
        advanced: true,
      },
    ],
  },
  load: args => new CsvService(args),
};

class CsvService implements Source {
  readonly #args: SourceArgs;
  readonly #lookupUrl: string;
  readonly #listUrl: string | undefined;
  readonly #delimiter: string;
  readonly #timeout: number;
  readonly #verify: boolean;

  constructor(args: SourceArgs) {
    this.#args = args;
    this.#lookupUrl = checkUrl(neededText(args, 'lookup_url'));
    const list = textOption(args, 'list_url');
    this.#listUrl = list === undefined ? undefined : checkUrl(list);
    this.#delimiter = textOption(args, 'delimiter') ?? ',';
    this.#timeout = numberOption(args, 'timeout', 10, 0.001) * 1000;
    this.#verify = args.config['verify_certificate'] !== false;
  }

  async search(term: string, query: QueryArgs): Promise<Entry[]> {
    return this.#entries(await this.#ask(this.#columns('searched_columns'), term, query));
  }

  async firstMatch(key: string, query: QueryArgs): Promise<Entry | null> {
    const columns = this.#columns('first_matched_columns');
    const rows = await this.#ask(columns, key, query);
    const found = rows.find(row => columns.some(column => row[column] === key));
    return found ? this.#args.makeEntry(found) : null;
  }

  async list(ids: readonly string[], query: QueryArgs): Promise<Entry[]> {
    if (ids.length === 0) return [];
    const wanted = new Set(ids);
    const entries = await this.all(query);
    return entries.filter(entry => wanted.has(entry.relations.source_entry_id ?? ''));
  }

  async all(query: QueryArgs): Promise<Entry[]> {
    if (this.#listUrl === undefined) throw new Error('it has no list address');
    return this.#entries(await this.#get(new URL(this.#listUrl), query));
  }

  #columns(key: 'searched_columns' | 'first_matched_columns'): readonly string[] {
    return columnsOf(this.#args.config[key]) ?? [];
  }

  /** One request for each column. What all of them answer counts once; when none answers that is an error. */
  async #ask(columns: readonly string[], term: string, query: QueryArgs): Promise<Fields[]> {
    const asked = columns.map(column => {
      const url = new URL(this.#lookupUrl);
      url.searchParams.set(column, term);
      return this.#get(url, query);
    });
    const settled = await Promise.allSettled(asked);
    const answers = settled.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = settled.find(one => one.status === 'rejected');
    if (failed && answers.length === 0) throw failed.reason;
    const unique = new Map(answers.flat().map(row => [JSON.stringify(row), row] as const));
    return [...unique.values()];
  }

  async #get(url: URL, { signal }: QueryArgs): Promise<readonly Fields[]> {
    const given = AbortSignal.any([signal, this.#args.signal]);
    const text = await httpGet(url, { timeout: this.#timeout, verify: this.#verify, signal: given });
    return readCsvText(text, this.#delimiter).rows;
  }

  #entries(rows: readonly Fields[]): Entry[] {
    return rows.map(row => this.#args.makeEntry(row));
  }
}

function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new TypeError(`"${text}" is no http address`);
}
