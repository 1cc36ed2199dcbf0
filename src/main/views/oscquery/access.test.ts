import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { Access } from './access.ts';
import { readConfig } from './config.ts';
import { mdnsHost } from './own-names.ts';

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({
    headers: { host: '10.0.0.1:9490', ...headers },
    socket: { remoteAddress },
  }) as unknown as IncomingMessage;

describe('Access', () => {
  const closed = new Access({ open: false, token: 'secret' });
  const open = new Access({ open: true, token: 'secret' });

  it('lets programs of this machine in, and others with the token', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map(from => closed.refusal(request(from)))).toEqual(
      Array(3).fill(undefined),
    );
    expect(closed.refusal(request('10.0.0.9'))).toBe(401);
    expect(closed.refusal(request('10.0.0.9', { 'x-auth-token': 'secret' }))).toBeUndefined();
    expect(closed.refusal(request('10.0.0.9', { authorization: 'bearer secret' }))).toBeUndefined();
    for (const wrong of ['', 'secre', 'secret2'])
      expect(closed.refusal(request('10.0.0.9', { 'x-auth-token': wrong }))).toBe(401);
  });

  it('knows no empty token', () => {
    const none = new Access({ open: false, token: '' });
    expect(none.refusal(request('10.0.0.9', { 'x-auth-token': '' }))).toBe(401);
  });

  it('lets everyone in when open, but no pages of other sites', () => {
    expect(open.refusal(request('10.0.0.9'))).toBeUndefined();
    for (const origin of ['https://evil.example', 'null', 'http://10.0.0.1:80'])
      expect(open.refusal(request('10.0.0.9', { origin }))).toBe(403);
    expect(open.refusal(request('10.0.0.9', { origin: 'http://10.0.0.1:9490' }))).toBeUndefined();
  });

  it('knows its own names, and no others', () => {
    const own = hostname();
    for (const host of [
      'localhost',
      '[::1]:9490',
      own,
      `${own.toUpperCase()}:9490`,
      `${own}.local.`,
      mdnsHost(),
    ])
      expect([host, open.refusal(request('127.0.0.1', { host }))]).toEqual([host, undefined]);
    expect(open.refusal(request('127.0.0.1', { host: undefined as never }))).toBeUndefined();
    for (const host of ['evil.example', `${own}.evil.example`, '', 'a b'])
      expect([host, open.refusal(request('127.0.0.1', { host }))]).toEqual([host, 421]);
  });

  it('takes datagrams of this machine only, unless open', () => {
    expect([closed.allowsDatagram('127.0.0.1'), closed.allowsDatagram('::ffff:127.0.0.1')]).toEqual([
      true,
      true,
    ]);
    expect(closed.allowsDatagram('10.0.0.9')).toBe(false);
    expect(open.allowsDatagram('10.0.0.9')).toBe(true);
  });
});

describe('readConfig', () => {
  it('asks for a token or for an open door where others can come', () => {
    expect(() => readConfig({ host: '10.0.0.1', port: 1 })).toThrow('no access token');
    expect(() => readConfig({ host: '0.0.0.0', port: 1, token: '' })).toThrow('no access token');
    expect(readConfig({ host: '10.0.0.1', port: 1, open: true })).toMatchObject({
      open: true,
      announce: true,
    });
    expect(readConfig({ host: '10.0.0.1', port: 1, token: 't', announce: false }).announce).toBe(false);
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', announce: false, open: false });
  });
});
