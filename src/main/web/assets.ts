import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** The build puts a hash of the content into these names: such a file never changes. */
const HASHED = /-[\w-]{8}\.\w+$/;

export interface Asset {
  readonly status: 200 | 304 | 400 | 403 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | string;
}

/**
 * A file of the built page. `path` is the path of an address, still percent-encoded; `known` the entity tag that the
 * browser has (If-None-Match). Nothing outside `root` can be named.
 */
export async function readAsset(root: string, path: string, known?: string): Promise<Asset> {
  const relative = decodePath(path);
  if (relative === undefined) return refusal(400, 'This is not a path.');
  const file = join(root, normalize(`/${relative === '/' ? 'index.html' : relative}`));
  if (!file.startsWith(root + sep)) return refusal(403, 'This path leads outside.');
  try {
    const { size, mtimeMs } = await stat(file);
    const etag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`;
    const headers = {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag,
    };
    if (known === etag) return { status: 304, headers, body: '' };
    return { status: 200, headers, body: new Uint8Array(await readFile(file)) };
  } catch {
    return refusal(404, 'There is no such file.');
  }
}

function decodePath(path: string): string | undefined {
  try {
    const text = decodeURIComponent(path);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function refusal(status: 400 | 403 | 404, body: string): Asset {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
