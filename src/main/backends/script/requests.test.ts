import { once } from 'node:events';
import { connect, type AddressInfo, createServer } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { scriptLanguage } from './language.ts';

const bench = new ScriptBench(scriptLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const API = `import { output } from 'crosspatch';\n`;
const start = (text: string, channels = ['my.f', 'o'], more: Record<string, string> = {}) =>
  bench.start({ files: { 'my.ts': API + text, ...more }, options: { module: 'my' }, channels });

describe('requests of the editor', () => {
  it('list, read and write files', async () => {
    const script = await start(`export const f = (v: number) => output('o', v);`, undefined, {
      'lib/k.ts': '',
    });
    expect(await script.request('files', {})).toEqual([
      { path: 'my.ts', main: true, module: 'my', exists: true },
      { path: 'lib/k.ts', main: false, module: 'lib.k', exists: true },
    ]);
    const { text, digest } = await script.request('read', { path: 'my.ts' });
    const changed = text.replace('v);', 'v / 2);');
    const saved = await script.request('write', { path: 'my.ts', text: changed, expected: digest });
    expect(saved).toMatchObject({ ok: true, diagnostics: [] });
    expect(await readFile(join(script.folder, 'my.ts'), 'utf8')).toBe(changed);
    await script.send(['my.f', 1]);
    expect(script.taken()).toEqual(['o=0.5']);
    const stale = script.request('write', { path: 'my.ts', text: '', expected: digest });
    await expect(stale).rejects.toMatchObject({ code: 'sandbox.changed-on-disk' });
  });

  it('tell the status and the values, and run a handler', async () => {
    const script = await start(`export const f = (v: number) => output('o', v);`);
    await script.send(['my.f', 0.25]);
    const { ms } = await script.request('run', { channel: 'my.f', value: 0.75 });
    await script.idle();
    expect(ms).toBeGreaterThan(0);
    expect(script.taken()).toEqual(['o=0.25', 'o=0.75']);
    const status = await script.request('status', {});
    expect(status).toMatchObject({ state: 'running', restarts: 0, diagnostics: [], calls: 2 });
    expect(status.handlers).toMatchObject([{ channel: 'my.f', calls: 2 }]);
    expect(status.p95).toBeGreaterThan(0);
    expect(await script.request('values', {})).toEqual([
      { channel: 'my.f', input: 0.25, output: 0, source: true, target: true, handler: true },
      { channel: 'o', input: 0, output: 0.75, source: true, target: true, handler: false },
    ]);
  });

  it('give types that make a wrong channel an error at once', async () => {
    const script = await start(`export const f = (v: number) => output('o', v);`);
    const { text } = await script.request('types', {});
    const check = (code: string) => diagnose({ 'patch.d.ts': text, 'a.ts': code });
    expect(
      check(`import { output, inputvalue, interval } from 'crosspatch';
      output('o', 0.5); const x: number | null = inputvalue('my.f'); interval(() => {}, 10); console.log(x);
      import { listen } from 'net'; listen(0, s => s.on('data', d => s.send(d)));`),
    ).toEqual([]);
    expect(check(`import { output } from 'midimonster'; output('out1', 0.5);`)).toEqual([
      expect.stringContaining(`'"out1"' is not assignable`),
    ]);
    expect(check(`import { output } from 'midimonster'; output('o', '0.5');`)).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['read', {}],
    ['read', { path: 1 }],
    ['read', { path: 'a.ts', more: 1 }],
    ['write', { path: 'a.ts' }],
    ['run', { channel: 'my.f', value: 2 }],
    ['run', { channel: 'nix', value: 0.5 }],
    ['constructor', {}],
  ])('refuse %s %j', async (op, params) => {
    const script = await start('');
    await expect(script.instance.request(op, params)).rejects.toMatchObject({ code: 'sandbox.bad-request' });
  });
});

describe('TypeScript sockets', () => {
  it('listen and answer with events', async () => {
    const script = await start(`import { listen } from 'net';
      const server = listen(0, socket => {
        socket.on('data', data => { socket.send(data); output('o', data.length / 100); }).on('close', () => console.log('gone'));
      });
      console.log(server.address().port);`);
    await script.idle();
    const peer = connect(Number(script.said[0]), '127.0.0.1');
    peer.write('12345');
    expect(String(((await once(peer, 'data')) as [Buffer])[0])).toBe('12345');
    peer.end();
    await expect.poll(() => script.said[1]).toBe('gone');
    expect(script.taken()).toEqual(['o=0.05']);
  });

  it('connect, wait with a limit, and manage', async () => {
    const server = createServer(socket => void setTimeout(() => socket.end('late'), 50)).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const script = await start(`import { connect, Socket } from 'net';
      import { manage } from 'crosspatch';
      const s = connect(${port});
      s.timeout = 5;
      try { s.recv(); } catch (e) { console.log((e as { code: string }).code); }
      manage(socket => { const d = socket.recv(); console.log(d.length); if (d.length === 0) { manage(null, socket); socket.close(); } }, s);
      try { new Socket().connect(9); } catch (e) { console.log((e as { code: string }).code); }`);
    await expect.poll(() => script.said).toEqual(['ETIMEDOUT', 'ECONNREFUSED', '4', '0']);
    server.close();
  });

  it('reach another host when the document says so', async () => {
    const host = bench.start({
      files: { 'my.ts': `import { udp } from 'net'; udp(0, undefined, '0.0.0.0'); console.log('bound');` },
      options: { module: 'my' },
    });
    const script = await host;
    expect(script.instance.diagnostics[0]?.message).toContain('this patch may not listen 0.0.0.0:0');
    Object.assign(script.host.args, { section: () => ({ hosts: ['listen 0.0.0.0:0'] }) });
    expect(script.codes).toContain('sandbox.host-not-allowed');
    expect((await script.request('reload', {})).ok).toBe(true);
    await script.idle();
    expect(script.codes).toEqual([]);
    expect(script.said.at(-1)).toBe('bound');
  });
});

/** Errors of a small program, as TypeScript says them. */
function diagnose(files: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, version) => {
    const text = files[name];
    return text === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts.getPreEmitDiagnostics(program).map(d => ts.flattenDiagnosticMessageText(d.messageText, ' '));
}
