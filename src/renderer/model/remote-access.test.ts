import { describe, expect, it } from 'vitest';
import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import { hostOf, isOpen, portOf, reachableAt, usualPort, wantsPort, whoOf } from './remote-access.ts';

const view = (more: Partial<PluginInfo>): PluginInfo => ({
  kind: 'view',
  name: 'http',
  title: 'HTTP API',
  state: 'disabled',
  reason: '',
  ms: 0,
  listens: true,
  ...more,
});

describe('who may connect', () => {
  it('is told from the address', () => {
    expect(['127.0.0.1', 'localhost', '0.0.0.0', '192.168.1.5', '::1', '::'].map(whoOf)).toEqual([
      'local',
      'local',
      'everyone',
      'custom',
      'custom',
      'custom',
    ]);
    expect(['127.0.0.1', '::1', '', '0.0.0.0', '::', '10.0.0.1'].map(isOpen)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('is by the command line where that says something', () => {
    const given = view({ config: { host: '10.0.0.1', port: 1 }, fixed: { host: '::1', port: 2 } });
    expect([hostOf(given), portOf(given)]).toEqual(['::1', '2']);
    const saved = view({ config: { host: '10.0.0.1', port: 1 }, fixed: {} });
    expect([hostOf(saved), portOf(saved)]).toEqual(['10.0.0.1', '1']);
  });
});

it('offers the usual port where none was chosen', () => {
  const options = [{ name: 'port', label: '', help: '', kind: 'number', placeholder: '9489' }] as const;
  expect(usualPort(view({ options }))).toBe('9489');
  expect(portOf(view({ options, config: {} }))).toBe('9489');
  expect(usualPort(view({}))).toBe('0');
  expect(wantsPort(view({ config: {} }))).toBe(true);
  expect(wantsPort(view({ config: { port: 0 } }))).toBe(false);
});

it('shows the addresses of this machine where a view listens to all of them', () => {
  const machine = ['192.168.1.5', 'fd00::5'];
  expect(reachableAt('http://0.0.0.0:80', machine)).toEqual(['http://192.168.1.5:80', 'http://127.0.0.1:80']);
  expect(reachableAt('[::]:1996', machine)).toEqual(['192.168.1.5:1996', '[fd00::5]:1996', '127.0.0.1:1996']);
  expect(reachableAt('http://[::1]:80', machine)).toEqual(['http://[::1]:80']);
  expect(reachableAt('10.0.0.1:5', [])).toEqual(['10.0.0.1:5']);
});
