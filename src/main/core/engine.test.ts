import { describe, expect, it } from 'vitest';
import { EMPTY_PATCH, type MappingDecl, type PatchDocument } from '../../shared/patch/document.ts';
import type { Options } from '../../shared/patch/options.ts';
import { memoryLog } from '../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../shared/plugin/testing/virtual-clock.ts';
import { withDeadline } from '../../shared/plugin/deadline.ts';
import { Engine } from './engine.ts';
import { ProblemStore } from './problem-store.ts';
import { WireBackend } from './testing/wire-backend.ts';

function world(dryRun = false) {
  const clock = new VirtualClock();
  const problems = new ProblemStore(clock);
  const backend = new WireBackend();
  const engine = new Engine({
    clock,
    problems,
    backends: new Map([['wire', { backend }]]),
    log: () => memoryLog().log,
    patchFolder: () => undefined,
    limit: work => withDeadline(clock, 5000, work),
    dryRun,
  });
  const run = async (document: PatchDocument) => {
    await engine.apply(document);
    await engine.settled();
  };
  return { clock, problems, backend, engine, run, codes: () => problems.list().map(p => p.code) };
}

type InstanceSpec = string | { name: string; backend?: string; options?: Options; channels?: string[] };

function patch(instances: InstanceSpec[], wires: (string | MappingDecl)[]): PatchDocument {
  return {
    ...EMPTY_PATCH,
    instances: instances.map(one => ({
      backend: 'wire',
      options: {},
      channels: [],
      ...(typeof one === 'string' ? { name: one } : one),
    })),
    mappings: wires.map(wire => {
      if (typeof wire !== 'string') return wire;
      const [from = '', to = ''] = wire.split('>');
      return { from, to, both: false, off: false };
    }),
  };
}

/** The router runs in a microtask. */
const routed = () => new Promise(resolve => setImmediate(resolve));

describe('Engine', () => {
  it('runs a bundle between two instances', async () => {
    const { backend, run } = world();
    await run(patch(['a', 'b'], ['a.x{1..3}>b.y{1..3}']));
    backend.get('a').emit('x2', 0.25);
    await routed();
    expect(backend.get('b').received).toEqual([['y2', 0.25]]);
  });

  it('clamps values and refuses what is no number', async () => {
    const { backend, engine, run, codes } = world();
    await run(patch(['a', 'b'], ['a.x>b.y']));
    for (const value of [-1, 2, NaN, Infinity, -Infinity]) backend.get('a').emit('x', value);
    await routed();
    expect(backend.get('b').received.map(([, value]) => value)).toEqual([0, 1]);
    expect(engine.refused).toBe(3);
    expect(codes()).toEqual(
      ['core.not-a-value', 'core.not-a-value', 'core.not-a-value'].slice(0, codes().length),
    );
  });

  it('touches only what an edit changed', async () => {
    const { backend, engine, run } = world();
    await run(patch(['a', 'b', 'c'], ['a.x>b.y', 'a.x>c.z']));
    const [a, b, c] = [backend.get('a'), backend.get('b'), backend.get('c')];
    b.emit('y', 0.9);
    await routed();
    await run(patch(['a', { name: 'b', options: { level: 2 } }, { name: 'd' }], ['a.x>b.y', 'a.x>d.w']));
    expect(backend.made).toHaveLength(4);
    expect([a.stopped, b.stopped, c.stopped]).toEqual([false, false, true]);
    const index = engine.table.find('b', 'y') ?? -1;
    expect(engine.table.value[index]).toBe(0.9);
    a.emit('x', 0.5);
    await routed();
    expect(c.received).toEqual([]);
    expect(backend.get('d').received).toEqual([['w', 0.5]]);
  });

  it('makes an instance anew where it cannot change in place, and restores its outputs', async () => {
    const { backend, run } = world();
    await run(patch(['a', 'b'], ['a.x>b.y']));
    backend.get('a').emit('x', 0.75);
    await routed();
    const before = backend.get('b');
    await run(patch(['a', { name: 'b', options: { restart: 1 } }], ['a.x>b.y']));
    expect(before.stopped).toBe(true);
    expect(backend.get('b').received).toEqual([['y', 0.75]]);
  });

  it('runs the newest document, however few steps after the one before it comes', async () => {
    for (let steps = 0; steps < 40; steps++) {
      const { engine } = world();
      void engine.apply(patch(['a'], []));
      for (let i = 0; i < steps; i++) await Promise.resolve();
      await engine.apply(patch(['b'], []));
      expect(engine.runners().map(one => one.config.name)).toEqual(['b']);
    }
  });

  it('says when what was handed in is running', async () => {
    const { engine } = world();
    void engine.apply(patch(['a'], []));
    await engine.applied();
    expect(engine.runner('a')).toBeDefined();
    await engine.applied();
  });

  it('uses the places of instances that are gone again, and delivers to the right ones', async () => {
    const { backend, engine, run } = world();
    for (let i = 0; i < 100; i++) await run(patch([`a${i}`, `b${i}`], [`a${i}.x>b${i}.y`]));
    expect(Math.max(...engine.runners().map(one => one.slot))).toBeLessThan(8);
    backend.get('a99').emit('x', 0.5);
    await routed();
    expect(backend.get('b99').received).toEqual([['y', 0.5]]);
    expect(backend.get('b98').received).toEqual([]);
  });

  it('moves no other control by the place of one that is gone', async () => {
    const { backend, engine, run } = world();
    await run(patch(['a'], ['a.x>a.outx', 'a.y>a.outy']));
    const gone = engine.table.find('a', 'x') ?? -1;
    await run(patch([{ name: 'a', options: { restart: 1 } }], ['a.y>a.outy']));
    engine.touch(gone, 0.5);
    await routed();
    expect(backend.get('a').received).toEqual([]);
  });

  it('knows two spellings of a channel as one', async () => {
    const { backend, engine, run } = world();
    await run(patch(['a', 'b'], ['a.X>b.y', 'a.x>b.Y']));
    backend.get('a').emit('x', 0.5);
    await routed();
    expect(backend.get('b').received).toEqual([['y', 0.5]]);
    expect(engine.channels().map(c => `${c.instance}.${c.channel}`)).toEqual(['a.x', 'b.y']);
  });

  it('runs the rest of a patch with faults, and lists them', async () => {
    const { backend, run, problems } = world();
    await run(
      patch(
        ['a', 'b', { name: 'ghost', backend: 'nothere' }],
        ['a.x>b.y', 'a.bad1>b.y', 'a.x>ghost.1', 'b.out1>a.x', 'z.q>b.y', 'a.x{1..2}>b.y{1..3}'],
      ),
    );
    backend.get('a').emit('x', 1);
    await routed();
    expect(backend.get('b').received).toEqual([['y', 1]]);
    expect(new Set(problems.list().map(p => p.code))).toEqual(
      new Set(['backend.unknown', 'backend.bad-channel', 'patch.unknown-instance', 'patch.range-count']),
    );
    await run(patch(['a', 'b'], ['a.x>b.y']));
    expect(problems.list()).toEqual([]);
  });

  it('does not wait for an instance that hangs, and says that one failed', async () => {
    const { backend, engine, clock, problems } = world();
    backend.hanging.add('b');
    backend.failing.add('c');
    await engine.apply(patch(['a', 'b', 'c', 'd'], ['a.x>b.y', 'a.x>d.z']));
    await routed();
    backend.get('a').emit('x', 0.5);
    await routed();
    expect(backend.get('d').received).toEqual([['z', 0.5]]);
    clock.advance(5000);
    await engine.settled();
    expect(problems.list().map(p => p.code)).toEqual(['backend.start-failed', 'backend.start-failed']);
    expect(engine.runner('b')?.status.state).toBe('error');
  });

  it('loses only the events of an instance whose output fails', async () => {
    const { backend, run, engine, codes } = world();
    await run(patch(['a', 'b', 'c'], ['a.x>b.y', 'a.x>c.z']));
    backend.get('b').broken = true;
    backend.get('a').emit('x', 0.5);
    await routed();
    expect(backend.get('c').received).toEqual([['z', 0.5]]);
    expect(engine.runner('b')?.counters.dropped).toBe(1);
    expect(codes()).toEqual(['backend.receive-failed']);
  });

  it('cuts a loop at one wire, names its path, and joins it again when asked', async () => {
    const { backend, engine, run, problems } = world();
    await run(patch(['in', 'a', 'b'], ['in.x>a.p', 'a.p>b.q', 'b.q>a.p']));
    backend.get('a').echo = true;
    backend.get('b').echo = true;
    backend.get('in').emit('x', 0.5);
    await routed();
    const [problem, ...others] = problems.list();
    expect(others).toEqual([]);
    expect(problem?.code).toBe('core.loop');
    expect(problem?.message).toMatch(/a\.p > b\.q > a\.p|b\.q > a\.p > b\.q/);
    const before = engine.ring.last;
    backend.get('in').emit('x', 0.6);
    await routed();
    expect(engine.ring.last - before).toBeLessThan(10);
    const place = problem?.place.kind === 'mapping' ? problem.place : undefined;
    expect(engine.restoreWire(place?.from ?? '', place?.to ?? '')).toBe(true);
    expect(problems.list()).toEqual([]);
    backend.get('in').emit('x', 0.7);
    await routed();
    expect(problems.list()).toHaveLength(1);
    await run(patch(['in', 'a', 'b'], ['in.x>a.p']));
    expect(problems.list()).toEqual([]);
  });

  it('shows what comes from a channel that has a row but no wire', async () => {
    const { backend, engine, run } = world();
    await run(patch([{ name: 'a', channels: ['x{1..2}', 'out1'] }], []));
    backend.get('a').emit('x2', 0.5);
    await routed();
    expect(engine.table.value[engine.table.find('a', 'x2') ?? -1]).toBe(0.5);
    expect(engine.channels().map(({ channel, source }) => [channel, source])).toEqual([
      ['x1', true],
      ['x2', true],
      ['out1', false],
    ]);
  });

  it('leaves a wire that is off alone', async () => {
    const { backend, run } = world();
    await run(patch(['a', 'b'], [{ from: 'a.x', to: 'b.y', both: true, off: true }]));
    backend.get('a').emit('x', 0.5);
    await routed();
    expect(backend.get('b').received).toEqual([]);
    await run(patch(['a', 'b'], [{ from: 'a.x', to: 'b.y', both: true, off: false }]));
    backend.get('b').emit('y', 0.25);
    await routed();
    expect(backend.get('a').received).toEqual([['x', 0.25]]);
  });

  it('gives a moved control to its instance, and nothing for unknown indexes', async () => {
    const { backend, engine, run } = world();
    await run(patch(['a', 'b'], ['a.x>b.y']));
    engine.touch(engine.table.find('a', 'x') ?? -1, 0.5);
    engine.touch(99, 0.5);
    engine.touch(engine.table.find('a', 'x') ?? -1, NaN);
    await routed();
    expect(backend.get('b').received).toEqual([['y', 0.5]]);
  });

  it('gives values of a remote client to targets as over a wire, and to controls as by hand', async () => {
    const { backend, engine, run } = world();
    await run(patch(['a', 'b'], ['a.x>b.outy', 'b.z>a.outq']));
    const at = (instance: string, channel: string) => engine.table.find(instance, channel) ?? -1;
    const given: [number, number][] = [
      [at('b', 'outy'), 7],
      [at('a', 'outq'), 0.5],
      [at('b', 'outy'), NaN],
      [-1, 1],
      [99, 1],
    ];
    expect(engine.set(given)).toBe(2);
    expect(backend.get('b').received).toEqual([['outy', 1]]);
    expect(backend.get('a').received).toEqual([['outq', 0.5]]);
    const { last } = engine.ring;
    expect(engine.ring.read(last)).toMatchObject({ out: true, value: 0.5, channel: at('a', 'outq') });
    expect(engine.ring.chain(last, 10)[0]).toMatchObject({ out: false, value: 0.5, cause: 0 });
    expect(engine.set([[at('a', 'x'), 0.25]])).toBe(1);
    await routed();
    expect(backend.get('b').received.at(-1)).toEqual(['outy', 0.25]);
  });

  it('refuses values for what the patch only listens to, and for what is gone', async () => {
    const { backend, engine, run } = world();
    await run(patch(['a', 'b'], ['a.x>b.y']));
    backend.get('a').touch = undefined as never;
    const x = engine.table.find('a', 'x') ?? -1;
    const y = engine.table.find('b', 'y') ?? -1;
    expect(engine.set([[x, 0.5]])).toBe(0);
    await run(patch(['a', 'b'], []));
    expect(engine.set([[y, 0.5]])).toBe(0);
    expect(backend.get('b').received).toEqual([]);
  });

  it('plans without starting anything in a dry run', async () => {
    const { backend, run, codes } = world(true);
    await run(patch(['a'], ['a.bad>a.x']));
    expect(backend.made).toEqual([]);
    expect(codes()).toEqual(['backend.bad-channel']);
  });

  it('stops every instance', async () => {
    const { backend, engine, run } = world();
    await run(patch(['a', 'b'], []));
    await engine.stop();
    expect(backend.made.every(instance => instance.stopped)).toBe(true);
  });
});
