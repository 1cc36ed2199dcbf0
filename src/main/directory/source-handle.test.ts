import { describe, expect, it } from 'vitest';
import type { Source, SourceArgs, SourcePlugin } from '../../shared/plugin/source.ts';
import { memoryLog, memoryProblems } from '../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../shared/plugin/testing/virtual-clock.ts';
import { SOURCE_LOAD_LIMIT, SourceHandle } from './source-handle.ts';

function world(load: (args: SourceArgs) => Source | Promise<Source>) {
  const clock = new VirtualClock();
  const plugin: SourcePlugin = { manifest: { kind: 'source', name: 'p', title: 'P' }, load };
  const states: string[] = [];
  const handle: SourceHandle = new SourceHandle(
    { name: 's', backend: 'p' },
    {
      clock,
      log: () => memoryLog().log,
      problems: () => memoryProblems().reporter,
      plugin: () => plugin,
      dataFolder: () => '',
      patchFolder: () => undefined,
    },
    () => void states.push(handle.state),
  );
  return { clock, handle, states };
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

describe('SourceHandle', () => {
  // Whatever moment of a load is hit, what was loaded is unloaded, once.
  it.each(Array.from({ length: 16 }, (_, count) => count))(
    'reload and unload %i turns into a load leave nothing behind',
    async count => {
      const open = new Set<number>();
      let loads = 0;
      const { handle } = world(async () => {
        const id = ++loads;
        await turns(3);
        open.add(id);
        const unload = () => expect(open.delete(id)).toBe(true);
        return { search: () => [], firstMatch: () => null, unload };
      });
      for (let round = 0; round < 3; round++) {
        void Promise.resolve(handle.use()).catch(() => undefined);
        await turns(count);
        await handle.reload();
      }
      void Promise.resolve(handle.use()).catch(() => undefined);
      await turns(count);
      await handle.unload();
      await turns(50);
      expect(loads).toBe(4);
      expect([...open]).toEqual([]);
      expect(() => handle.use()).toThrow('it is gone');
    },
  );

  it('what loads after its time is unloaded, and never used', async () => {
    let finish = (_: Source): void => undefined;
    const { clock, handle, states } = world(() => new Promise<Source>(resolve => (finish = resolve)));
    const used = Promise.resolve(handle.use());
    used.catch(() => undefined);
    await turns(5);
    clock.advance(SOURCE_LOAD_LIMIT);
    await expect(used).rejects.toThrow('within 5000 ms');
    let unloads = 0;
    finish({ search: () => [], firstMatch: () => null, unload: () => void unloads++ });
    await turns(10);
    expect(unloads).toBe(1);
    expect(states).toEqual(['loading', 'failed']);
    expect(() => handle.use()).toThrow('within 5000 ms');
  });

  it('what speaks after it was unloaded is not heard', async () => {
    let given: SourceArgs | undefined;
    const { handle, states } = world(args => {
      given = args;
      return { search: () => [], firstMatch: () => null };
    });
    await handle.use();
    await handle.unload();
    states.length = 0;
    given?.changed();
    given?.setStatus('degraded', 'a ghost');
    expect(states).toEqual([]);
    expect(given?.signal.aborted).toBe(true);
  });
});
