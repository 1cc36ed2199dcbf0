import { describe, expect, it } from 'vitest';
import type { BackendPlugin } from '../../shared/plugin/backend.ts';
import type { ServicePlugin } from '../../shared/plugin/service.ts';
import { memoryLog, memoryProblems } from '../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../shared/plugin/testing/virtual-clock.ts';
import { Kernel, LOAD_LIMIT } from './kernel.ts';

function world() {
  const clock = new VirtualClock();
  const problems = memoryProblems();
  const { log, lines } = memoryLog();
  const kernel = new Kernel({ clock, log, problems: () => problems.reporter });
  const args = {
    config: {},
    log,
    clock,
    problems: problems.reporter,
    bus: { publish: () => undefined, subscribe: () => () => undefined },
    dataFolder: '',
  };
  return { clock, problems, lines, kernel, args };
}

function service(name: string, load: ServicePlugin['load'], unload?: () => void): ServicePlugin {
  return { manifest: { kind: 'service', name, title: name }, load, ...(unload ? { unload } : {}) };
}

const good = async () => [];

describe('Kernel', () => {
  it('hands the callable of a service on', async () => {
    const { kernel, args } = world();
    await kernel.loadService(
      service('dummy', () => good),
      args,
    );
    expect(
      await kernel.services.get('dummy')?.({ op: 'x' }, { client: '', signal: AbortSignal.abort() }),
    ).toEqual([]);
  });

  it('lists a plugin that throws, hangs or returns nonsense, and loads all others', async () => {
    const { kernel, args, clock, problems } = world();
    const throwing = service('throws', () => {
      throw new Error('no licence');
    });
    await kernel.loadService(throwing, args);
    const hanging = kernel.loadService(
      service('hangs', () => new Promise(() => undefined)),
      args,
    );
    await Promise.resolve();
    clock.advance(LOAD_LIMIT);
    await hanging;
    await kernel.loadService(
      service('nonsense', () => 42 as never),
      args,
    );
    await kernel.loadService(
      service('good', () => good),
      args,
    );
    expect([...kernel.services.keys()]).toEqual(['good']);
    expect(kernel.infos().map(info => info.state)).toEqual(['failed', 'failed', 'failed', 'loaded']);
    expect(problems.standing.map(p => p.code)).toEqual([
      'kernel.load-failed',
      'kernel.load-timeout',
      'kernel.bad-plugin',
    ]);
    expect(kernel.bootReport()).toContain('no licence');
  });

  it('aborts the signal of a plugin that failed', async () => {
    const { kernel, args } = world();
    let signal: AbortSignal | undefined;
    await kernel.loadService(
      service('throws', given => {
        signal = given.signal;
        throw new Error('late');
      }),
      args,
    );
    expect(signal?.aborted).toBe(true);
  });

  it('loads a name once', async () => {
    const { kernel, args, problems } = world();
    await kernel.loadService(
      service('a', () => good),
      args,
    );
    await kernel.loadService(
      service('a', () => async () => 'other'),
      args,
    );
    expect(kernel.services.get('a')).toBe(good);
    expect(problems.standing[0]?.code).toBe('kernel.duplicate');
  });

  it('unloads in reverse order, whatever a plugin does', async () => {
    const { kernel, args, clock } = world();
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      const unload = () => {
        order.push(name);
        if (name === 'b') throw new Error('stuck');
      };
      await kernel.loadService(
        service(name, () => good, unload),
        args,
      );
    }
    await kernel.unloadAll();
    expect(order).toEqual(['c', 'b', 'a']);
    expect(clock.pending).toBe(0);
  });

  it('refuses a backend without its methods', async () => {
    const { kernel, args, problems } = world();
    const plugin: BackendPlugin = {
      manifest: {
        kind: 'backend',
        name: 'half',
        title: 'Half',
        family: 'virtual',
        summary: '',
        options: [],
        channels: { help: '', examples: [] },
      },
      load: () => ({}) as never,
    };
    await kernel.loadBackend(plugin, args);
    expect(kernel.backends.size).toBe(0);
    expect(problems.standing[0]?.code).toBe('kernel.bad-plugin');
  });

  it('does not load a view whose service is missing, and says which', async () => {
    const { kernel, args, problems } = world();
    const manifest = { kind: 'view', name: 'v', title: 'V', requires: ['lookup'] } as const;
    const loaded = await kernel.loadView({ manifest, load: () => undefined }, args);
    expect(loaded).toBe(false);
    expect(problems.standing[0]?.message).toContain('lookup');
  });
});
