import * as http from 'node:http';
import * as https from 'node:https';
import { textDecoder } from '../../../shared/directory/text-decoder.ts';

/** Bytes of an answer; what is larger is no directory. */
const MAX_BYTES = 16 << 20;
const MAX_REDIRECTS = 3;

export interface GetOptions {
  /** Milliseconds for the whole request. */
  readonly timeout: number;
  /** False accepts certificates that nobody vouches for. */
  readonly verify: boolean;
  readonly signal: AbortSignal;
}

/** The text at an address. Rejects when it does not answer 200 in time. */
export async function httpGet(url: URL, options: GetOptions, redirects = 0): Promise<string> {
  const response = await request(url, options);
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined && redirects < MAX_REDIRECTS) {
    response.destroy();
    const next = new URL(headers.location, url);
    if (next.protocol !== 'http:' && next.protocol !== 'https:')
      throw new Error(`it leads to ${next.protocol}`);
    return httpGet(next, options, redirects + 1);
  }
  if (statusCode !== 200) {
    response.destroy();
    throw new Error(`it answers ${statusCode}`);
  }
  const charset = /charset="?([\w-]+)"?/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  return textDecoder(charset).decode(await readAll(response));
}

function request(url: URL, { timeout, verify, signal }: GetOptions): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
    const options = { signal: limit, headers: { accept: 'text/csv, text/plain, */*' } };
    const sent =
      url.protocol === 'https:'
        ? https.get(url, { ...options, rejectUnauthorized: verify }, resolve)
        : http.get(url, options, resolve);
    sent.on('error', error =>
      reject(
        limit.aborted && !signal.aborted ? new Error(`it did not answer within ${timeout / 1000} s`) : error,
      ),
    );
  });
}

async function readAll(response: http.IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response) {
    size += (piece as Buffer).length;
    if (size > MAX_BYTES) throw new Error(`it answers more than ${MAX_BYTES} bytes`);
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}
