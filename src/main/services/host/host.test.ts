import { isIP } from 'node:net';
import { expect, it } from 'vitest';
import type { ServiceArgs, ServiceCallable } from '../../../shared/plugin/service.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { createHostService } from './index.ts';

const info = { host: 'headless', version: '1.2.3', platform: 'linux' } as const;

async function open(): Promise<(op: string, client?: string) => Promise<unknown>> {
  const plugin = createHostService({ ...info, token: () => 'the token' });
  const service: ServiceCallable = await plugin.load({ clock: new VirtualClock() } as unknown as ServiceArgs);
  return (op, client = 'window-1') => service({ op }, { client, signal: new AbortController().signal });
}

it('tells windows of the program, of the machine and the access token', async () => {
  const ask = await open();
  expect(await ask('info')).toMatchObject(info);
  expect(await ask('accessToken')).toEqual({ token: 'the token' });
  const addresses = (await ask('addresses')) as readonly string[];
  expect(addresses.filter(one => isIP(one) === 0 || one.startsWith('127.') || one === '::1')).toEqual([]);
});

it('keeps the token from plugins of others', async () => {
  const ask = await open();
  expect(await ask('info', 'plugin nosy')).toMatchObject(info);
  await expect(ask('accessToken', 'plugin nosy')).rejects.toMatchObject({ code: 'contract.unknown-call' });
  await expect(ask('nothing')).rejects.toMatchObject({ code: 'contract.unknown-call' });
});
