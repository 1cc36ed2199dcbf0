import { afterEach, describe, expect, it } from 'vitest';
import type { Operation } from '../shared/patch/operation.ts';
import { encodeValues } from '../shared/contract/values.ts';
import { openApp, type TestApp, type TestWindow } from './testing/open-app.ts';

const apps: TestApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

async function start(): Promise<TestApp> {
  const app = await openApp();
  apps.push(app);
  return app;
}

const instance = (name: string, backend: string): Operation => ({
  op: 'instance.add',
  instance: { name, backend, options: {}, channels: [] },
});
const wire = (from: string, to: string): Operation => ({
  op: 'mapping.add',
  mapping: { from, to, both: false, off: false },
});

/** A panel with one fader, wired to a loopback, wired to the panel's second fader. */
const SMALL = [
  instance('desk', 'panel'),
  instance('loop', 'loopback'),
  wire('desk.fader1', 'loop.a'),
  wire('loop.a', 'desk.fader2'),
];

async function build(
  window: TestWindow,
  operations: readonly Operation[] = SMALL,
): Promise<Map<string, number>> {
  const applied = new Promise<void>(resolve => window.client.on('devices.channelsChanged', () => resolve()));
  await window.client.call('patch.edit', { label: 'Build', operations: [...operations] });
  await applied;
  await expect
    .poll(async () => (await window.client.call('devices.instances', {})).map(one => one.status.state))
    .not.toContain('starting');
  const channels = await window.client.call('devices.channels', {});
  return new Map(channels.map(c => [`${c.instance}.${c.channel}`, c.index]));
}

function move(window: TestWindow, index: number, value: number): void {
  window.client.sendValues(encodeValues([index], [value], 1));
}

describe('the engine as a window sees it', () => {
  it('carries a moved fader over wires, and sends its values to every window', async () => {
    const app = await start();
    const [one, two] = [app.window('one'), app.window('two')];
    const channels = await build(one);
    move(one, channels.get('desk.fader1') ?? -1, 0.25);
    for (const window of [one, two]) {
      await expect.poll(() => window.values.get(channels.get('desk.fader2') ?? -1)).toBe(0.25);
    }
    const known = new Map(await two.client.call('devices.values', {}));
    expect(known.get(channels.get('desk.fader2') ?? -1)).toBe(0.25);
  });

  it('tells the chain of causes of an event', async () => {
    const app = await start();
    const window = app.window();
    const channels = await build(window);
    const batches: number[] = [];
    window.client.on('monitor.batch', batch => batches.push(batch.events.length));
    await window.client.call('monitor.watch', { on: true });
    move(window, channels.get('desk.fader1') ?? -1, 0.5);
    await expect.poll(() => batches.length).toBeGreaterThan(0);
    const events = await window.client.call('monitor.events', {});
    const last = events.findLast(e => e.channel === channels.get('desk.fader2') && e.direction === 'out');
    const chain = await window.client.call('monitor.why', { seq: last?.seq ?? 0 });
    const name = (index: number) => [...channels].find(([, i]) => i === index)?.[0];
    expect(chain.map(e => `${name(e.channel)} ${e.direction}`)).toEqual([
      'desk.fader1 in',
      'loop.a out',
      'loop.a in',
      'desk.fader2 out',
    ]);
  });

  it('counts events, and shows an instance its statistics', async () => {
    const app = await start();
    const window = app.window();
    const channels = await build(window);
    const busy = new Promise<number>(resolve =>
      window.client.on(
        'monitor.statsChanged',
        stats => void (stats.eventsPerSecond > 0 && resolve(stats.eventsPerSecond)),
      ),
    );
    for (let i = 0; i < 50; i++) move(window, channels.get('desk.fader1') ?? -1, i / 50);
    expect(await busy).toBeGreaterThan(100);
  });

  it('lets two windows edit one patch, and undo each other', async () => {
    const app = await start();
    const [one, two] = [app.window('one'), app.window('two')];
    const heard: string[] = [];
    two.client.on('patch.edited', edit => heard.push(`${edit.client}: ${edit.label}`));
    await build(one);
    await two.client.call('patch.edit', { label: 'More', operations: [instance('more', 'loopback')] });
    await one.client.call('patch.undo', {});
    const { document } = await two.client.call('patch.get', {});
    expect(document.instances.map(i => i.name)).toEqual(['desk', 'loop']);
    expect(heard.slice(0, 2)).toEqual(['one: Build', 'two: More']);
  });

  it('refuses what is not of the contract with a coded fault, and goes on', async () => {
    const app = await start();
    const window = app.window();
    const refuse = (name: string, params: unknown) =>
      window.client.call(name as 'patch.get', params as never).then(
        () => 'done',
        (fault: { code: string }) => fault.code,
      );
    expect(await refuse('patch.burn', {})).toBe('contract.unknown-call');
    expect(await refuse('constructor.x', {})).toBe('contract.unknown-call');
    expect(await refuse('patch.edit', { label: '', operations: [] })).toBe('contract.bad-params');
    expect(await refuse('patch.edit', { label: 'x', operations: [{ op: 'mapping.add' }] })).toBe(
      'contract.bad-params',
    );
    expect(await refuse('devices.request', { instance: 'nobody', request: 'x', params: 1 })).toBe(
      'patch.unknown-instance',
    );
    expect(await refuse('devices.suggest', { backend: 'osc', options: {}, text: '/' })).toBe('done');
    expect((await window.client.call('host.info', {})).host).toBe('headless');
  });

  it('suggests and resolves channels', async () => {
    const app = await start();
    const window = app.window();
    await build(window);
    const found = await window.client.call('devices.suggest', { backend: 'panel', options: {}, text: 'fad' });
    expect(found[0]?.name).toMatch(/^fader/);
    const resolved = await window.client.call('devices.resolve', { instance: 'desk', spec: 'fader{1..3}' });
    expect(resolved.map(channel => channel.name)).toEqual(['fader1', 'fader2', 'fader3']);
  });

  it('names a loop, and a window can restore the wire', async () => {
    const app = await start();
    const window = app.window();
    const channels = await build(window, [
      ...SMALL,
      instance('back', 'loopback'),
      wire('loop.a', 'back.b'),
      wire('back.b', 'loop.a'),
    ]);
    move(window, channels.get('desk.fader1') ?? -1, 0.5);
    await expect.poll(() => app.app.problems().map(p => p.code)).toEqual(['core.loop']);
    const [problem] = await window.client.call('patch.problems', {});
    expect(problem?.fixes[0]?.id).toBe('restore-wire');
    await window.client.call('patch.fix', { problem: problem?.id ?? '', fix: 'restore-wire' });
    expect(app.app.problems()).toEqual([]);
  });

  it('keeps its log for windows that open later', async () => {
    const app = await start();
    const window = app.window();
    await build(window);
    expect(app.app.bootReport()).toContain('service  patch');
    expect(await window.client.call('log.recent', {})).toEqual(app.lines);
  });
});
