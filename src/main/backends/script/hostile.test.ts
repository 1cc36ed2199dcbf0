import { describe, expect, it } from 'vitest';
import { expectAlive, HostilePair, PATIENCE } from '../../sandbox/testing/hostile.ts';
import { scriptLanguage } from './language.ts';

const CODE = `
import { output, interval } from 'crosspatch';
import { Socket } from 'net';
export function ok(v: number) { output('alive', v); }
export function spin() { for (;;) { try { while (true); } catch {} } }
export function regex() { /^(a+)+$/.test('a'.repeat(40) + 'b'); }
export function micro() { (async () => { for (;;) await 0; })(); }
export function bomb() { const a = []; for (;;) a.push(new Uint8Array(65536)); }
export function text() { let s = 'x'; for (;;) s += s; }
export function deep(): number { return deep() + 1; }
export function native() { JSON.stringify(Array.from({ length: 1e6 }, (_, i) => [i])); }
export function flood() { for (let i = 0; i < 1e6; i++) output('alive2', i / 1e6); }
export function intervals() { for (let i = 0; i < 1e6; i++) interval(() => {}, 10); }
export function sockets() { for (let i = 0; i < 10000; i++) new Socket('udp').bind(); }
export function block() { new Socket().bind().listen().accept(); }
`;
const all = [...CODE.matchAll(/^export function (\w+)/gm)].map(match => match[1] ?? '');
/** `native` comes to its end by itself on a quick machine. */
const names = all.filter(name => name !== 'ok' && name !== 'native');

describe('hostile TypeScript', () => {
  const pair = new HostilePair(
    scriptLanguage,
    CODE,
    all.filter(name => name !== 'ok').map(name => `m.${name}`),
    'm.ok',
  );

  it.each(names)(
    '%s ends, and the script and its neighbour answer',
    { timeout: 3 * PATIENCE },
    async name => {
      pair.script.forget();
      await pair.expectItEnds(`m.${name}`);
      expect(pair.script.codes).not.toContain('sandbox.engine-failed');
    },
  );

  it('native code that takes long leaves the script and its neighbour able to answer', async () => {
    pair.script.forget();
    pair.script.host.send(['m.native', 1], ['m.ok', 0.5]);
    await pair.expectAlive();
    expect(pair.script.codes).not.toContain('sandbox.engine-failed');
  });

  it('a handler that cannot be interrupted is stopped; its channels stay and it comes back', async () => {
    const text = `import { output } from 'crosspatch';
      export function hang() { output('note1', 1); output('level', 1); const a = new Float64Array(5e6); for (let i = 0; i < a.length; i++) a[i] = -i; for (;;) a.sort(); }
      export function ok(v: number) { output('alive', v); }`;
    const hang = await pair.bench.start({
      name: 'hang',
      files: { 'm.ts': text },
      options: { module: 'm' },
      channels: ['m.hang', 'm.ok', 'alive', 'note1', 'level'],
    });
    hang.host.send(['m.ok', 0.1]);
    hang.host.send(['m.hang', 1]);
    await expect
      .poll(() => hang.codes.length + hang.instance.restarts, { timeout: 20_000 })
      .toBeGreaterThan(0);
    await expectAlive(hang, 'm.ok');
  });
});
