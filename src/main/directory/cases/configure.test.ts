import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { DirectoryTestWorld } from '../testing/directory-world.ts';

let world: DirectoryTestWorld;
beforeEach(() => {
  world = new DirectoryTestWorld();
});
afterEach(() => world.remove());

const info = (name: string): PluginInfo | undefined =>
  world.parts.plugins.infos().find(one => one.name === name);
const saved = (): unknown => JSON.parse(readFileSync(world.path('data/directory/plugins.json'), 'utf8'));
const configure = (name: string, config: object, kind = 'service') =>
  world.call('plugins', 'configure', { kind, name, config });

/** A package with one service that answers its configuration, and one view. */
function loud(schema?: object): void {
  const configSchema = schema === undefined ? {} : { configSchema: schema };
  world.json('data/plugins/loud/package.json', {
    name: 'loud',
    version: '1.0.0',
    type: 'module',
    crosspatch: { apiVersion: '^1.0.0', services: { loud: { main: './s.js', ...configSchema } } },
  });
  world.file('data/plugins/loud/s.js', 'export const plugin = { load: ({ config }) => async () => config };');
}

const SCHEMA = {
  properties: {
    volume: { type: 'integer', maximum: 11 },
    password: { type: 'string', format: 'password' },
  },
  additionalProperties: false,
};

describe('the configuration of a package', () => {
  it('has a form, is checked, kept, and takes effect at once', async () => {
    loud(SCHEMA);
    await world.start();
    expect(info('loud')?.options?.map(one => one.kind)).toEqual(['number', 'secret']);
    await configure('loud', { volume: 7 });
    expect(await world.call('loud', 'x')).toEqual({ volume: 7 });
    expect(info('loud')).toMatchObject({ state: 'loaded', config: { volume: 7 }, free: false, secrets: [] });
    expect(saved()).toEqual({ config: { services: { loud: { volume: 7 } } } });
    await world.stop();
    await world.start();
    expect(await world.call('loud', 'x')).toEqual({ volume: 7 });
  });

  it.each([
    [{ volume: 12 }, 'volume must be <= 11'],
    [{ volume: 'eleven' }, 'volume must be integer'],
    [{ bass: 1 }, 'there is no setting "bass"'],
    [{ volume: 3, password: 'x'.repeat(70_000) }, 'more than 65536 characters'],
  ])('that is bad (%#) never takes the place of a good one', async (config, reason) => {
    loud(SCHEMA);
    await world.start();
    await configure('loud', { volume: 7 });
    await expect(configure('loud', config)).rejects.toMatchObject({
      code: 'kernel.config-refused',
      message: expect.stringContaining(reason) as string,
    });
    expect(await world.call('loud', 'x')).toEqual({ volume: 7 });
    expect(saved()).toEqual({ config: { services: { loud: { volume: 7 } } } });
  });

  it('does not echo secrets: absent they stay, null takes them away', async () => {
    loud(SCHEMA);
    await world.start();
    await configure('loud', { volume: 1, password: 'hunter2' });
    expect(info('loud')).toMatchObject({ config: { volume: 1 }, secrets: ['password'] });
    expect(JSON.stringify(world.parts.plugins.infos())).not.toContain('hunter2');
    await configure('loud', { volume: 2 });
    expect(await world.call('loud', 'x')).toEqual({ volume: 2, password: 'hunter2' });
    await configure('loud', { volume: 2, password: null });
    expect(await world.call('loud', 'x')).toEqual({ volume: 2 });
    expect(info('loud')?.secrets).toEqual([]);
  });

  it('without a schema is any JSON; resetting forgets it, secrets too', async () => {
    loud();
    await world.start();
    expect(info('loud')).toMatchObject({ options: [], free: true });
    await configure('loud', { deep: { list: [1, null] } });
    expect(await world.call('loud', 'x')).toEqual({ deep: { list: [1, null] } });
    await world.call('plugins', 'resetConfig', { kind: 'service', name: 'loud' });
    expect(await world.call('loud', 'x')).toEqual({});
    expect(saved()).toEqual({ config: { services: {} } });
  });

  it('that was broken in the file is shown, can be mended, and the problem goes', async () => {
    loud(SCHEMA);
    world.json('data/directory/plugins.json', { config: { services: { loud: { volume: 'eleven' } } } });
    await world.start();
    expect(info('loud')).toMatchObject({ state: 'failed', config: { volume: 'eleven' } });
    expect(world.standing().join()).toContain('configuration is wrong');
    await configure('loud', { volume: 11 });
    expect(info('loud')?.state).toBe('loaded');
    expect(world.standing().join()).not.toContain('configuration is wrong');
  });

  it('stays as it was when it cannot be kept', async () => {
    loud(SCHEMA);
    await world.start();
    // A folder in the place of the new file: nothing can be written.
    world.file('data/directory/plugins.json.new/x', '');
    await expect(configure('loud', { volume: 5 })).rejects.toMatchObject({ code: 'file.unwritable' });
    expect(info('loud')?.config).toEqual({});
    expect(await world.call('loud', 'x')).toEqual({});
  });

  it('of what has none is refused', async () => {
    await world.start();
    await expect(configure('lookup', {})).rejects.toMatchObject({ code: 'kernel.no-config' });
    await expect(configure('csv', {}, 'source')).rejects.toMatchObject({ code: 'kernel.no-config' });
    await expect(configure('nobody', {})).rejects.toMatchObject({ code: 'kernel.unknown-plugin' });
    await expect(configure('plugins', {})).rejects.toMatchObject({ code: 'kernel.essential' });
    await expect(configure('lookup', [])).rejects.toMatchObject({ code: 'contract.bad-params' });
  });
});

describe('network views', () => {
  it('listen when they get a port, and tell where', async () => {
    world.views = {};
    await world.start();
    expect(info('http')).toMatchObject({ state: 'disabled', listens: true, config: {}, fixed: {} });
    expect(info('http')?.options?.map(one => one.name)).toEqual(['host', 'port']);
    await configure('http', { port: 0 }, 'view');
    expect(info('http')?.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(JSON.stringify(info('http'))).not.toContain('secret"');
    const first = world.address;
    expect((await world.http('GET', '/status')).status).toBe(200);
    await configure('http', { port: 0, host: '127.0.0.2' }, 'view');
    expect((await world.http('GET', '/status')).status).toBe(200);
    await expect(fetch(`${first}/0.1/status`)).rejects.toThrow();
    await world.call('plugins', 'setEnabled', { kind: 'view', name: 'http', on: false });
    expect(info('http')).toMatchObject({ state: 'disabled', config: { port: 0, host: '127.0.0.2' } });
    expect(info('http')?.address).toBeUndefined();
  });

  it('say that a port is in use, and can be given another', async () => {
    const rival = createServer();
    const port = await new Promise<number>(resolve => {
      rival.listen(0, '127.0.0.1', () => resolve((rival.address() as { port: number }).port));
    });
    world.views = {};
    await world.start();
    await configure('vt', { port }, 'view').catch(() => undefined);
    await configure('http', { port }, 'view');
    expect(info('http')).toMatchObject({ state: 'failed', config: { port } });
    expect(info('http')?.reason).toContain(`Port ${port} of 127.0.0.1 is in use`);
    expect(info('http')?.address).toBeUndefined();
    await configure('http', { port: 0 }, 'view');
    expect(info('http')?.state).toBe('loaded');
    expect(world.standing()).not.toContainEqual(expect.stringContaining('is in use'));
    await new Promise(resolve => rival.close(resolve));
  });

  it('of the command line listen there, whatever is saved, and cannot be moved', async () => {
    world.json('data/directory/plugins.json', {
      enabled_plugins: { views: { http: false } },
      config: { views: { http: { host: '127.0.0.3', port: 1 } } },
    });
    await world.start();
    expect(info('http')).toMatchObject({ state: 'loaded', fixed: { host: '127.0.0.1', port: 0 } });
    expect(world.address).toContain('127.0.0.1');
    for (const config of [{ host: '0.0.0.0', port: 0 }, { port: 5 }])
      await expect(configure('http', config, 'view')).rejects.toMatchObject({ code: 'kernel.fixed' });
    const off = { kind: 'view', name: 'http', on: false };
    await expect(world.call('plugins', 'setEnabled', off)).rejects.toMatchObject({ code: 'kernel.fixed' });
    await configure('http', {}, 'view');
    expect(saved()).toMatchObject({ config: { views: { http: { host: '127.0.0.3', port: 1 } } } });
    expect(info('http')?.state).toBe('loaded');
  });

  it('refuse a setting that they do not have, but leave alone what stands in the file', async () => {
    world.views = {};
    world.json('data/directory/plugins.json', { config: { views: { http: { port: 0, comment: 'mine' } } } });
    await world.start();
    expect(info('http')?.state).toBe('loaded');
    await configure('http', { port: 0, comment: 'mine' }, 'view');
    await expect(configure('http', { token: 'mine' }, 'view')).rejects.toThrow('no setting "token"');
    await expect(configure('http', { port: '80' }, 'view')).rejects.toThrow('it wants a number');
    // Node takes no host for all of them.
    await expect(configure('http', { port: 0, host: ' ' }, 'view')).rejects.toThrow('it wants an address');
  });

  it('of a package get no token', async () => {
    world.json('data/plugins/nosy/package.json', {
      name: 'nosy',
      version: '1.0.0',
      type: 'module',
      crosspatch: { apiVersion: '^1.0.0', views: { nosy: './v.js' } },
    });
    world.file(
      'data/plugins/nosy/v.js',
      'export const plugin = { load: ({ config, log }) => log.info(`nosy got ${JSON.stringify(config)}`) };',
    );
    await world.start();
    expect(info('nosy')?.state).toBe('loaded');
    expect(world.logged('nosy got {}')).toBe(true);
  });
});
