import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { types } from 'node:util';
import { expect, it } from 'vitest';
import { Interpreter } from './interpreter.ts';
import { PythonRealm } from './realm.ts';
import { readSnapshot, snapshotFile } from './snapshot.ts';

/** Everything that only the host has, by identity. */
function hostIntrinsics(): Map<object, string> {
  const found = new Map<object, string>();
  const add = (value: unknown, name: string) => {
    if ((typeof value === 'object' || typeof value === 'function') && value !== null) found.set(value, name);
  };
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value = (globalThis as Record<string, unknown>)[name];
    add(value, name);
    if (typeof value === 'function') add(value.prototype, `${name}.prototype`);
  }
  add(globalThis, 'globalThis');
  add(process, 'process');
  add(
    Object.getPrototypeOf(async () => undefined),
    'AsyncFunction.prototype',
  );
  return found;
}

/** Walk over all that can be reached from `roots` by reflection; paths that lead to something of the host. */
function crawl(roots: readonly unknown[]): { visited: number; hits: string[] } {
  const host = hostIntrinsics();
  const seen = new Set<unknown>();
  const queue: [unknown, string][] = roots.map((root, i) => [root, `root${i}`]);
  const hits: string[] = [];
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [value, path] = next;
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
      continue;
    seen.add(value);
    const name = host.get(value);
    if (name !== undefined) {
      hits.push(`${path} -> ${name}`);
      continue;
    }
    if (types.isProxy(value)) continue;
    queue.push([Object.getPrototypeOf(value), `${path}.__proto__`]);
    if (ArrayBuffer.isView(value)) continue;
    for (const key of Reflect.ownKeys(value)) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      const at = `${path}.${String(key)}`.slice(-200);
      queue.push([descriptor?.value, at], [descriptor?.get, `${at}<get>`], [descriptor?.set, `${at}<set>`]);
    }
    if (types.isMap(value))
      for (const pair of value) queue.push([pair[0], `${path}<k>`], [pair[1], `${path}<v>`]);
    if (types.isSet(value)) for (const item of value) queue.push([item, `${path}<s>`]);
  }
  return { visited: seen.size, hits };
}

it('nothing of the host can be reached from the objects of the realm', { timeout: 60_000 }, async () => {
  const folder = join(import.meta.dirname, '../../../../../node_modules/.cache/crosspatch-script-tests');
  const snapshot = readSnapshot(snapshotFile(folder, 4096)) ?? readSnapshot(snapshotFile(tmpdir(), 4096));
  const realm = await PythonRealm.boot({
    maxPages: 4096,
    snapshot,
    makeSnapshot: false,
    log: () => undefined,
  });
  const interpreter = new Interpreter(realm);
  expect(interpreter.memory()).toBeGreaterThan(1_000_000);
  const { visited, hits } = crawl([realm.run('globalThis', 'test.js'), realm.python]);
  expect(visited).toBeGreaterThan(10_000);
  expect(hits).toEqual([]);
});

it('the realm has no code from text, no import and no shared global of Node', async () => {
  const folder = join(import.meta.dirname, '../../../../../node_modules/.cache/crosspatch-script-tests');
  const snapshot = readSnapshot(snapshotFile(folder, 4096));
  const realm = await PythonRealm.boot({
    maxPages: 4096,
    snapshot,
    makeSnapshot: false,
    log: () => undefined,
  });
  const names = [
    'process',
    'require',
    'fetch',
    'Buffer',
    'read',
    'readbuffer',
    'load',
    '__create',
    '__loadPyodide',
  ];
  for (const name of names) expect(realm.run(`typeof ${name}`, 'test.js'), name).toBe('undefined');
  expect(() => realm.run('(() => {}).constructor("return 1")', 'test.js')).toThrow(/Code generation/);
  expect(() => realm.run('eval("1")', 'test.js')).toThrow(/Code generation/);
});
