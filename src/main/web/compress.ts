import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Asset } from './assets.ts';

const pack = promisify(gzip);
/** Bytes; below, the header costs what the packing saves. */
const SMALLEST = 1024;
const TEXT = /^(text\/|application\/(json|wasm)|image\/svg)/;

/** Packed bodies by entity tag and path: each file is packed once. */
export class Compressor {
  readonly #packed = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  /** The asset packed with gzip, if the browser takes that and it is worth it. */
  async compress(asset: Asset, path: string, accepts: string | undefined): Promise<Asset> {
    const { body, headers, status } = asset;
    const worth = status === 200 && typeof body !== 'string' && body.length >= SMALLEST;
    if (!worth || !TEXT.test(headers['content-type'] ?? '') || !/\bgzip\b/.test(accepts ?? '')) return asset;
    const key = `${path} ${headers['etag']}`;
    const packed = this.#packed.get(key) ?? pack(body).then(data => new Uint8Array(data));
    this.#packed.set(key, packed);
    return {
      status,
      headers: { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
      body: await packed,
    };
  }
}
