import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { luaLanguage } from './language.ts';

const bench = new ScriptBench(luaLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const start = (text: string) =>
  bench.start({
    files: { 'my.lua': `local socket = require('socket')\n${text}` },
    options: { script: 'my' },
    channels: ['o'],
  });

it('Lua listens, accepts and answers', async () => {
  const script = await start(`
    local server = assert(socket.bind('127.0.0.1', 0))
    local _, port = server:getsockname()
    print(port)
    manage(function(s)
      local client = s:accept()
      manage(function(c)
        local data, problem = c:receive(100)
        if not data then print(problem) manage(nil, c) c:close() return end
        c:send(data:upper())
        output('o', #data / 100)
      end, client)
    end, server)`);
  const peer = connect(Number(script.said[0]), '127.0.0.1');
  peer.write('shout');
  expect(String(((await once(peer, 'data')) as [Buffer])[0])).toBe('SHOUT');
  peer.end();
  await expect.poll(() => script.said[1]).toBe('closed');
  expect(script.taken()).toEqual(['o=0.05']);
});

it('Lua waits with a limit, and hears why a connection failed', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const script = await start(`
    local s = assert(socket.connect('127.0.0.1', ${port}))
    s:settimeout(0.02)
    print(s:receive(1))
    s:settimeout(0)
    print(s:receive(1))
    s:close()
    print(s:receive(1))
    print(socket.connect('127.0.0.1', 9))
    print(socket.connect('10.255.255.1', 80))`);
  expect(script.said).toEqual([
    'nil\ttimeout',
    'nil\ttimeout',
    'nil\tclosed',
    expect.stringContaining('ECONNREFUSED'),
    expect.stringContaining('EACCES'),
  ]);
  expect(script.codes).toEqual(['sandbox.host-not-allowed']);
  server.close();
});

it('Lua exchanges datagrams', async () => {
  const script = await start(`
    local udp = socket.udp()
    assert(udp:bind('127.0.0.1', 0))
    print((select(2, udp:getsockname())))
    manage(function(s) local data, address, port = s:receivefrom() s:sendto('ack:' .. data, address, port) end, udp)`);
  const peer = createSocket('udp4');
  peer.send('ping', Number(script.said[0]), '127.0.0.1');
  expect(String(((await once(peer, 'message')) as [Buffer])[0])).toBe('ack:ping');
  peer.close();
});
