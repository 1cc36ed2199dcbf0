import { expect, it } from 'vitest';
import { listenOptions } from './listen-options.ts';
import { optionsFault } from './option-fault.ts';
import type { OptionSpec } from './option.ts';

const spec = (name: string, more: Partial<OptionSpec>): OptionSpec => ({
  name,
  label: name,
  help: '',
  kind: 'text',
  ...more,
});
const SPECS = [
  ...listenOptions(9489),
  spec('announce', { kind: 'boolean' }),
  spec('order', { kind: 'choice', choices: [{ value: 'up', label: 'Up' }] }),
  spec('allow', { kind: 'folder', repeat: true }),
];

it('admits what fits, and leaves alone what it does not know', () => {
  const config = { host: '::1', port: 0, announce: false, order: 'up', allow: ['/a', '/b'], other: {} };
  expect(optionsFault(SPECS, config)).toBeUndefined();
  expect(optionsFault(SPECS, {})).toBeUndefined();
});

it.each([
  [{ port: '9489' }, 'port is "9489"; it wants a number'],
  [{ port: 70_000 }, 'port is 70000; the most is 65535'],
  [{ port: -1 }, 'port is -1; the least is 0'],
  [{ port: 80.5 }, 'port is 80.5; it wants a whole number'],
  [{ port: null }, 'port is null; it wants a number'],
  [{ host: 7 }, 'host wants a text'],
  [{ announce: 'yes' }, 'announce wants true or false'],
  [{ order: 'down' }, 'order is "down"; it wants one of up'],
  [{ allow: '/a' }, 'allow wants a list'],
  [{ allow: ['/a', 1] }, 'allow wants a text'],
])('says what is wrong with %j', (config, fault) => {
  expect(optionsFault(SPECS, config)).toBe(fault);
});

it('misses what is needed', () => {
  expect(optionsFault([spec('file', { required: true })], {})).toBe('file is needed but not given');
});
