import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectItEnds, PATIENCE } from '../../sandbox/testing/hostile.ts';
import { ScriptBench, type ScriptUnderTest } from '../../sandbox/testing/script-bench.ts';
import { pythonLanguage } from './language.ts';

const CODE = `
import midimonster, re, socket, time, sys
def ok(v): midimonster.output('alive', v)
def spin(v):
    while True: pass
def power(v): return 3 ** (10 ** 8)
def regex(v): re.match('(a+)+$', 'a' * 40 + 'b')
def bomb(v):
    t = []
    while True: t.append(bytearray(1 << 20))
def three_gigabytes(v): return bytearray(3 << 30)
def deep(v): return deep(v) + 1
def flood(v):
    for i in range(1000000): midimonster.output('alive2', i / 1000000)
def intervals(v):
    for i in range(1000000): midimonster.interval(lambda: None, 10)
def sockets(v):
    keep = []
    for i in range(10000): keep.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
def block(v):
    s = socket.socket()
    s.bind(('127.0.0.1', 0))
    s.listen()
    s.accept()
def sleep(v): time.sleep(100)
def stubborn(v):
    while True:
        try:
            while True: pass
        except: pass
def arm(v):
    midimonster.output('note1', 1)
    midimonster.output('level', 1)
def native(v): sum(range(10 ** 12))
def very_deep(v):
    sys.setrecursionlimit(10 ** 9)
    def f(): f()
    f()
`;
const all = [...CODE.matchAll(/^def (\w+)/gm)].map(match => match[1] ?? '');
const names = all.filter(name => name !== 'ok' && name !== 'arm');

describe('hostile Python', () => {
  const bench = new ScriptBench(pythonLanguage, 'own');
  let script: ScriptUnderTest;
  let other: ScriptUnderTest;
  beforeAll(async () => {
    const files = { 'm.py': CODE };
    const options = { module: 'm' };
    const channels = [...all.map(name => `m.${name}`), 'alive', 'alive2', 'note1', 'level'];
    script = await bench.start({ files, options, channels });
    other = await bench.start({ name: 'other', files, options, channels: ['m.ok', 'alive'] });
  }, PATIENCE);
  afterAll(() => bench.close());

  it.each(names)(
    '%s ends, and the script and its neighbour answer',
    { timeout: 3 * PATIENCE },
    async name => {
      script.forget();
      if (name === 'native') await script.send(['m.arm', 1]);
      const restarts = await expectItEnds(script, other, `m.${name}`, 'm.ok');
      // It cannot be interrupted: the thread is ended.
      if (name === 'native') {
        expect(restarts).toBe(1);
        expect(script.codes).toContain('sandbox.killed');
        expect(script.host.last('note1')).toBe(0);
        expect(script.host.last('level')).toBe(1);
        expect(script.host.problems.standing.map(p => p.message).join()).toContain('"m.native" with value 1');
      }
    },
  );
});
