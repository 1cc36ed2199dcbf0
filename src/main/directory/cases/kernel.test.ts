import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServicePlugin, ViewPlugin } from '../../../shared/plugin/service.ts';
import { SOURCE_BACK_OFF } from '../source-handle.ts';
import { DirectoryTestWorld, fakeSource } from '../testing/directory-world.ts';

// The numbers are those of the conformance cases of dird's design; `!` marks where Crosspatch differs on purpose.

let world: DirectoryTestWorld;
beforeEach(() => {
  world = new DirectoryTestWorld();
});
afterEach(() => world.remove());

function service(
  name: string,
  load: ServicePlugin['load'],
  unload?: () => void | Promise<void>,
): ServicePlugin {
  return { manifest: { kind: 'service', name, title: name }, load, ...(unload ? { unload } : {}) };
}

describe('kernel', () => {
  it('case 1: plugins that the settings name and nobody offers are reported; the others serve', async () => {
    const unknown = { unknown: true };
    world.json('data/directory/plugins.json', {
      enabled_plugins: { backends: unknown, services: unknown, views: unknown },
    });
    world.usual(world.sources());
    await world.start();
    expect(await world.lookup('lice')).toHaveLength(2);
    const missing = world.parts.plugins.infos().filter(info => info.reason === 'missing');
    expect(missing.map(({ kind, name }) => [kind, name])).toEqual([
      ['source', 'unknown'],
      ['service', 'unknown'],
      ['view', 'unknown'],
    ]);
    expect(world.standing().filter(text => text.includes('"unknown"'))).toHaveLength(3);
  });

  it('case 2: a back-end that throws when it is loaded changes nothing for other sources', async () => {
    const [my] = world.sources();
    const load = () => {
      throw new Error('broken on purpose');
    };
    world.extra.push(fakeSource('broken', { load }));
    world.usual([{ name: 'broken_source', backend: 'broken' }, my!]);
    await world.start();
    expect(await world.lookup('lice')).toEqual([['Alice', 'AAA', '5555555555']]);
    expect(world.standing().join()).toContain('broken on purpose');
  });

  it('case 3: a source without a name is left out and reported, the others work', async () => {
    const [my] = world.sources();
    world.settings({
      sources: [{ backend: 'csv', file: '/x.csv' }, my],
      profiles: [world.profile(['my_csv'])],
    });
    await world.start();
    expect(world.standing().join()).toContain('has no name');
    expect(await world.lookup('lice')).toHaveLength(1);
  });

  it('cases 4 and 5!: a service whose load throws is absent, its unload is not called, its subscriptions are', async () => {
    const calls: string[] = [];
    const broken = service(
      'broken',
      ({ subscriptions }) => {
        subscriptions.push(
          () => void calls.push('first'),
          () => void calls.push('second'),
        );
        throw new Error('no licence');
      },
      () => void calls.push('unload'),
    );
    world.extra.push(broken);
    world.usual(world.sources());
    await world.start();
    expect(world.kernel.services.has('broken')).toBe(false);
    expect(await world.lookup('lice')).toHaveLength(2);
    await world.stop();
    expect(calls).toEqual(['second', 'first']);
  });

  it('case 6: without the service favorites only its routes are missing, with a line for each', async () => {
    world.json('data/directory/plugins.json', { enabled_plugins: { services: { favorites: false } } });
    world.usual(world.sources());
    await world.start();
    expect(await world.lookup('lice')).toHaveLength(2);
    expect((await world.http('GET', '/directories/favorites/default')).status).toBe(404);
    const lines = world.memory.lines.filter(line => line.text.includes('no service plugin `favorites`'));
    expect(lines.map(line => line.text.split(' ')[0])).toEqual([
      '/0.1/directories/favorites/:profile',
      '/0.1/directories/favorites/:directory*/:contact',
    ]);
  });

  it('case 7: a plugin whose unload throws or hangs does not keep the others', async () => {
    const unloaded: string[] = [];
    const good = async () => null;
    world.extra.push(
      service(
        'first',
        () => good,
        () => void unloaded.push('first'),
      ),
      service(
        'throws',
        () => good,
        () => {
          throw new Error('stuck');
        },
      ),
      service(
        'hangs',
        () => good,
        () => new Promise(() => undefined),
      ),
      service(
        'last',
        () => good,
        () => void unloaded.push('last'),
      ),
    );
    await world.start();
    await world.stop();
    expect(unloaded).toEqual(['last', 'first']);
    expect(world.logged('stuck')).toBe(true);
  });

  it('case 8!: a source whose load throws is failed, not used half-loaded, and tried again after a pause', async () => {
    let loads = 0;
    const load = () => {
      loads++;
      if (loads === 1) throw new Error('not yet');
    };
    world.extra.push(fakeSource('late', { load, entries: [{ firstname: 'Late' }] }));
    world.usual([{ name: 'late_source', backend: 'late' }]);
    let now = 0;
    const real = world.clock.now.bind(world.clock);
    world.clock.now = () => real() + now;
    await world.start();
    expect(await world.lookup('late')).toEqual([]);
    expect(await world.lookup('late')).toEqual([]);
    expect(loads).toBe(1);
    expect(world.parts.directory.catalogue.get('late_source')).toMatchObject({
      state: 'failed',
      message: 'not yet',
    });
    now = SOURCE_BACK_OFF + 1;
    expect(await world.lookup('late')).toEqual([['Late', null, null]]);
    expect(world.parts.directory.catalogue.get('late_source')?.state).toBe('ready');
  });

  it('case 9!: with no plugin enabled the program starts with an empty catalogue', async () => {
    const off = (...names: string[]) => Object.fromEntries(names.map(name => [name, false]));
    world.json('data/directory/plugins.json', {
      enabled_plugins: {
        backends: off('csv', 'json', 'personal', 'phonebook'),
        services: off('directory', 'lookup', 'reverse', 'favorites', 'personal', 'phonebook'),
        views: off('http'),
      },
      config: { views: { http: { port: 0 } } },
    });
    world.views = {};
    world.usual(world.sources());
    await world.start();
    expect(world.address).toBe('');
    const { catalogue } = world.parts.directory;
    const outcomes = await catalogue.search(['my_csv'], 'a', { user: '', profile: '', timeout: 1000 });
    expect(outcomes).toMatchObject([{ ok: false, reason: 'unavailable' }]);
    expect(world.parts.directory.catalogue.get('my_csv')?.message).toContain('it is switched off');
  });

  it('case 10!: each source is unloaded exactly once', async () => {
    const unloaded: string[] = [];
    const names = ['a', 'b', 'c'];
    for (const name of names)
      world.extra.push(fakeSource(name, { onUnload: () => void unloaded.push(name) }));
    world.usual(names.map(name => ({ name: `${name}_source`, backend: name })));
    await world.start();
    await world.lookup('x');
    await world.stop();
    expect(unloaded).toEqual(['c', 'b', 'a']);
  });

  it('case 11: an edited source answers as it is now, with no restart', async () => {
    const [, , third] = world.sources();
    world.usual([third!]);
    await world.start();
    const source = { ...third, format_columns: { firstname: 'SUCCESS {firstname}' } };
    expect((await world.http('PUT', '/backends/csv/sources/third_csv', source)).status).toBe(204);
    expect(await world.lookup('alan')).toEqual([['SUCCESS Alice', 'Alan', '1111']]);
  });

  it('case 12: a listener that throws keeps neither others nor itself from what follows', async () => {
    const heard: string[] = [];
    world.bus.subscribe(event => {
      if (event === 'crash_ping') throw new Error('crash');
      heard.push(`first ${event}`);
    });
    world.bus.subscribe(event => void heard.push(event));
    world.bus.publish('crash_ping', null);
    world.bus.publish('dird_ping', null);
    expect(heard).toEqual(['crash_ping', 'first dird_ping', 'dird_ping']);
  });

  it('a view that needs a service that is not there is listed with the reason', async () => {
    const view: ViewPlugin = {
      manifest: { kind: 'view', name: 'needy', title: 'Needy', requires: ['nothing'] },
      load: () => undefined,
    };
    world.extra.push(view);
    await world.start();
    const info = world.parts.plugins.infos().find(one => one.name === 'needy');
    expect(info).toMatchObject({ state: 'failed', optional: true });
    expect(info?.reason).toContain('it needs the service nothing');
  });

  it('a plugin that is switched off takes its sources along, and brings them back; the choice is kept', async () => {
    world.usual(world.sources());
    await world.start();
    await world.call('plugins', 'setEnabled', { kind: 'source', name: 'csv', on: false });
    expect(await world.lookup('lice')).toEqual([]);
    expect(world.parts.directory.catalogue.get('my_csv')?.message).toContain('it is switched off');
    await world.stop();
    await world.start();
    expect(await world.lookup('lice')).toEqual([]);
    await world.call('plugins', 'setEnabled', { kind: 'source', name: 'csv', on: true });
    expect(await world.lookup('lice')).toHaveLength(2);
    await expect(
      world.call('plugins', 'setEnabled', { kind: 'service', name: 'patch', on: false }),
    ).rejects.toThrow('belongs to the program');
    await expect(world.call('plugins', 'reload', { kind: 'view', name: 'nope' })).rejects.toThrow(
      'There is no view',
    );
  });

  it('settings that are no JSON are put aside and told, and the program starts', async () => {
    world.file('data/directory/directory.json', '{ "sources": [');
    await world.start();
    expect(world.logged('directory.json.bad')).toBe(true);
    writeFileSync(world.path('data/directory/directory.json'), '{}');
  });
});
