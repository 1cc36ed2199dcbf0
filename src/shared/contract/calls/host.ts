import { z } from 'zod';
import { call } from '../call.ts';

export interface HostInfo {
  readonly host: 'electron' | 'headless';
  readonly version: string;
  readonly platform: string;
  /** Monotonic start of the engine, epoch milliseconds; a new one tells a window that the engine was restarted. */
  readonly startedAt: number;
}

export interface FileEntry {
  readonly name: string;
  readonly path: string;
  readonly folder: boolean;
  /** Epoch milliseconds of the last change. */
  readonly modifiedAt: number;
  readonly size: number;
}

export interface FolderListing {
  readonly path: string;
  /** Undefined at the top of what may be seen. */
  readonly parent: string | undefined;
  readonly entries: readonly FileEntry[];
}

export const hostCalls = {
  'host.info': call<HostInfo>()(z.strictObject({})),
  /** The access token of this user, which network views ask for; undefined where none could be kept. */
  'host.accessToken': call<{ readonly token: string | undefined }>()(z.strictObject({})),
  /** Addresses by which others reach this machine, IPv4 first; without loopback. */
  'host.addresses': call<readonly string[]>()(z.strictObject({})),
  /** A folder of the machine where the engine runs, for the file dialog of a browser window. */
  'files.list': call<FolderListing>()(
    z.strictObject({
      path: z.string().max(4096).optional(),
      extensions: z.array(z.string().max(20)).max(50).optional(),
    }),
  ),
  /** The examples that come with the program. */
  'files.examples': call<
    readonly { readonly path: string; readonly title: string; readonly summary: string }[]
  >()(z.strictObject({})),
} as const;
