import { describe, expect, it } from 'vitest';
import { HostilePair, PATIENCE } from '../../sandbox/testing/hostile.ts';
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
  const pair = new HostilePair(
    pythonLanguage,
    CODE,
    [...names, 'arm'].map(name => `m.${name}`).concat('note1', 'level'),
    'm.ok',
  );

  it.each(names)(
    '%s ends, and the script and its neighbour answer',
    { timeout: 3 * PATIENCE },
    async name => {
      pair.script.forget();
      if (name === 'native') await pair.script.send(['m.arm', 1]);
      const restarts = await pair.expectItEnds(`m.${name}`);
      // It cannot be interrupted: the thread is ended.
      if (name === 'native') {
        expect(restarts).toBe(1);
        expect(pair.script.codes).toContain('sandbox.killed');
        expect(pair.script.host.last('note1')).toBe(0);
        expect(pair.script.host.last('level')).toBe(1);
        expect(pair.script.host.problems.standing.map(p => p.message).join()).toContain(
          '"m.native" with value 1',
        );
      }
    },
  );
});
