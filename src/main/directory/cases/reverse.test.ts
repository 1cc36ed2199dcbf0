import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, SourcePlugin } from '../../../shared/plugin/source.ts';
import { DirectoryTestWorld, fakeSource } from '../testing/directory-world.ts';

let world: DirectoryTestWorld;
beforeEach(() => {
  world = new DirectoryTestWorld();
});
afterEach(() => world.remove());

async function many(...extens: string[]): Promise<(Entry | null)[]> {
  return (await world.call('reverse', 'reverseMany', { profile: 'default', extens })) as (Entry | null)[];
}

const throws = (): never => {
  throw new Error('broken');
};
const nothing = { display: null, source: null, fields: {} };

describe('reverse', () => {
  it('case 31: nothing found is 200 with nulls', async () => {
    world.usual(world.sources().slice(1));
    await world.start();
    const { status, body } = await world.http('GET', '/directories/reverse/default/local?exten=1234');
    expect(status).toBe(200);
    expect(body).toEqual({ exten: '1234', ...nothing });
  });

  it('case 32: the second matched column, and exactly the fields of the entry', async () => {
    world.usual(world.sources());
    await world.start();
    const answer = await world.reverse('11112');
    expect(answer).toMatchObject({ display: 'Alice Alan', source: 'third_csv', exten: '11112' });
    expect(Object.keys(answer.fields).sort()).toEqual(
      ['clientno', 'firstname', 'lastname', 'mobile', 'number', 'reverse'].sort(),
    );
  });

  it('case 33: of several matches any one', async () => {
    world.usual(world.sources());
    await world.start();
    expect(['Alice Alan', 'qwerty azerty']).toContain((await world.reverse('1111')).display);
  });

  it('case 34: a source that throws does not keep a slower one from answering', async () => {
    const entries = [{ number: '5555555555', reverse: 'Second Lookup' }];
    world.extra.push(fakeSource('broken', { search: throws }), fakeSource('slow', { delay: 100, entries }));
    world.usual([
      { name: 'broken_source', backend: 'broken' },
      { name: 'slow_source', backend: 'slow' },
    ]);
    await world.start();
    expect((await world.reverse('5555555555')).display).toBe('Second Lookup');
  });

  it.each([
    [0.1, null],
    [5, 'Alice Timeout'],
  ])('case 35: a source of 2 s with a timeout of %s s answers %s', async (timeout, display) => {
    world.extra.push(
      fakeSource('slow', { delay: 2000, entries: [{ number: '99', reverse: 'Alice Timeout' }] }),
    );
    world.usual([{ name: 'slow_source', backend: 'slow' }], { reverse: { timeout } });
    await world.start();
    expect((await world.reverse('99')).display).toBe(display);
  });

  it.each([[undefined], [null]])('case 36: with a timeout of %s it waits 1 s', async timeout => {
    world.extra.push(fakeSource('slow', { delay: 1500, entries: [{ number: '99', reverse: 'Late' }] }));
    world.usual([{ name: 'slow_source', backend: 'slow' }], {
      reverse: timeout === undefined ? {} : { timeout },
    });
    await world.start();
    const before = performance.now();
    expect((await world.reverse('99')).display).toBeNull();
    expect(performance.now() - before).toBeGreaterThan(990);
  });

  it('case 36!: a timeout of 0 is refused when the profile is saved', async () => {
    world.usual(world.sources());
    await world.start();
    const profile = world.profile(['my_csv'], { reverse: { timeout: 0 } });
    const { status, body } = await world.http('POST', '/profiles', { ...profile, name: 'zero' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error_id: 'directory-bad-profile', resource: '/0.1/profiles' });
  });

  it('case 37: the fastest wins at once, and the others are cancelled', async () => {
    const [, , third] = world.sources();
    let cancelled = false;
    const slow: SourcePlugin = {
      manifest: { kind: 'source', name: 'slow', title: 'slow' },
      load: () => ({
        search: () => [],
        firstMatch: (_key, { signal }) =>
          new Promise<null>(resolve => {
            signal.addEventListener('abort', () => {
              cancelled = true;
              resolve(null);
            });
          }),
      }),
    };
    world.extra.push(slow);
    // Far more than this test may take: whoever waits for the slow one fails.
    world.usual([{ name: 'slow_source', backend: 'slow' }, third!], { reverse: { timeout: 600 } });
    await world.start();
    expect((await world.reverse('1111')).display).toBe('Alice Alan');
    expect(cancelled).toBe(true);
  });

  it('case 38!: an empty key never matches', async () => {
    world.usual(world.sources());
    await world.start();
    expect(await world.reverse('')).toEqual({ exten: '', ...nothing });
    expect(await world.reverse(' ')).toEqual({ exten: ' ', ...nothing });
    expect(await many('', '2222')).toMatchObject([null, { fields: { reverse: 'Bob Binette' } }]);
  });

  it('case 39: reverse of many keeps the order', async () => {
    world.usual(world.sources());
    await world.start();
    expect(
      (await many('5555555555', '999', '5555551234')).map(one => one?.fields['firstname'] ?? null),
    ).toEqual(['Alice', null, 'Bob']);
  });

  it('case 40!: a number that is asked twice has two places', async () => {
    const [, , third] = world.sources();
    world.usual([third!]);
    await world.start();
    const names = (await many('1111', '999', '2222', '1111')).map(one => one?.fields['reverse'] ?? null);
    expect(names).toEqual(['Alice Alan', null, 'Bob Binette', 'Alice Alan']);
  });

  it('case 41!: the source that is earlier in the profile is kept, however slow', async () => {
    const [, , third] = world.sources();
    const entries = [{ number: '1111', reverse: 'Slow but first' }];
    world.extra.push(fakeSource('slow', { delay: 200, entries }));
    world.usual([{ name: 'slow_source', backend: 'slow' }, third!]);
    await world.start();
    expect((await many('1111'))[0]?.fields['reverse']).toBe('Slow but first');
  });

  it('case 42: a template over a column that is not there is null, and no error', async () => {
    const [, , third] = world.sources();
    const file = world.file('other.csv', 'clientno,firstname,number\n1,Dora,4444444444\n');
    world.usual([{ ...third, file, format_columns: { email: '{eml}' } }]);
    await world.start();
    const [entry] = await many('4444444444');
    expect(entry?.fields).toMatchObject({ firstname: 'Dora', email: null });
  });

  it('is scoped: a controller is looked up in sources of its instance alone', async () => {
    const file = world.file('synth.csv', 'name,cc\nCutoff,74\nResonance,71\n');
    const other = world.file('other-synth.csv', 'name,cc\nOscillator 1 octave,74\n');
    const source = (name: string, path: string, instance: string) => ({
      name,
      backend: 'csv',
      file: path,
      bind: { instance },
    });
    world.usual([source('a', file, 'synth'), source('b', other, 'moog')]);
    await world.start();
    expect((await world.reverse('synth.ch0.cc74')).display).toBe('Cutoff');
    expect((await world.reverse('moog.ch0.cc74')).display).toBe('Oscillator 1 octave');
    expect((await world.reverse('cc:74')).display).toBeNull();
    const { body } = await world.http(
      'GET',
      '/directories/reverse/default/local?exten=ch3.cc71&instance=synth',
    );
    expect(body).toMatchObject({ display: 'Resonance' });
  });

  it('a name that no prototype gives', async () => {
    const names = ['constructor', 'toString', '__proto__'];
    world.extra.push({
      manifest: { kind: 'source', name: 'plain', title: 'plain' },
      load: () => ({ search: () => [], firstMatch: () => null, matchAll: () => ({}) }),
    });
    world.usual([{ name: 'plain_source', backend: 'plain' }, ...world.sources()]);
    await world.start();
    expect(await many(...names)).toEqual([null, null, null]);
  });

  it('all ways to ask for a channel together take no longer than the time limit', async () => {
    world.extra.push(fakeSource('slow', { delay: 400 }));
    world.usual([{ name: 's', backend: 'slow', bind: { instance: 'synth' } }], { reverse: { timeout: 0.5 } });
    await world.start();
    await world.call('directory', 'reloadSource', { name: 's' });
    const before = performance.now();
    // Three keys: the channel, the controller, its 14-bit pair.
    expect((await world.reverse('synth.ch0.cc7')).display).toBeNull();
    expect(performance.now() - before).toBeLessThan(1100);
  });
});

describe('names of channels', () => {
  const SHEET = `name,address
Cutoff,CC: 74
Cutoff again,cc:74
Fine,cc14:19
Depth,nrpn:3:95
Only on channel 4,ch3.cc7
Level {1..8},osc:/ch/{1..8}/level
Same,osc:/same/{1..2}
Broken,osc:/bad/{1..
Dimmer,dmx:1/012
Pan,dmx:20+21
`;

  async function sheet(bind: object): Promise<void> {
    const file = world.file('sheet.csv', SHEET);
    world.usual([{ name: 'sheet', backend: 'csv', file, unique_column: 'name', bind }]);
    await world.start();
  }

  const asked = (instance: string, channel: string) => world.parts.directory.names.nameOf(instance, channel);

  it.each([
    ['ch0.cc74', 'Cutoff', 1],
    ['ch0.hires19', 'Fine', 0],
    ['ch0.cc19', 'Fine', 0],
    ['ch5.nrpn479', 'Depth', 0],
    ['ch3.cc7', 'Only on channel 4', 0],
    ['ch2.cc7', undefined, 0],
    ['/ch/3/level', 'Level 3', 0],
    ['/ch/9/level', undefined, 0],
    ['/same/2', 'Same', 0],
    ['12', 'Dimmer', 0],
    ['20+21', 'Pan', 0],
    ['12+13', 'Dimmer', 0],
    ['20', undefined, 0],
  ])('%s of the bound instance is %s, +%i, and so says reverse', async (channel, name, more) => {
    await sheet({ instance: 'rig' });
    expect(asked('rig', channel)?.name).toBe(name);
    expect(asked('rig', channel)?.more ?? 0).toBe(more);
    expect(asked('other', channel)).toBeUndefined();
    expect((await world.reverse(`rig.${channel}`)).display).toBe(name ?? null);
    const { body } = await world.http(
      'GET',
      `/directories/reverse/default/local?instance=other&exten=${encodeURIComponent(channel)}`,
    );
    expect(body).toMatchObject({ display: null });
  });

  it('a range that is none is told, and the rest works', async () => {
    await sheet({ instance: 'rig' });
    expect(world.standing().join()).toContain('a "{" is not closed');
  });

  it('holds for the bound MIDI channel alone', async () => {
    await sheet({ instance: 'rig', channel: '3' });
    expect(asked('rig', 'ch3.cc74')?.name).toBe('Cutoff');
    expect(asked('rig', 'ch4.cc74')).toBeUndefined();
    expect((await world.reverse('rig.ch3.cc74')).display).toBe('Cutoff');
    expect((await world.reverse('rig.ch4.cc74')).display).toBeNull();
  });

  it('of two sheets the upper one counts, however they answer; a name given by hand counts more', async () => {
    const first = world.file('first.csv', 'name,cc\nFirst,7\n');
    const second = world.file('second.csv', 'name,cc\nSecond,7\nOther,8\n');
    const bind = { instance: 'synth' };
    world.usual([
      { name: 'a', backend: 'csv', file: first, bind },
      { name: 'b', backend: 'csv', file: second, bind },
    ]);
    await world.start();
    const names = () =>
      ['ch0.cc7', 'ch0.cc8'].map(channel => world.parts.directory.nameOf('synth', channel)?.name);
    expect(names()).toEqual(['First', 'Other']);
    await world.call('directory', 'rename', { instance: 'synth', channel: 'ch0.cc7', name: 'Mine' });
    await expect.poll(names).toEqual(['Mine', 'Other']);
    await world.call('directory', 'rename', { instance: 'synth', channel: 'ch0.cc7', name: '' });
    await expect.poll(names).toEqual(['First', 'Other']);
    await world.call('directory', 'moveSource', { name: 'b', index: 0 });
    await expect.poll(names).toEqual(['Second', 'Other']);
  });
});
