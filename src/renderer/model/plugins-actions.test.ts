import { beforeEach, describe, expect, it } from 'vitest';
import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import { fail } from '../../shared/error/coded-error.ts';
import { StubLink } from '../testing/stub-link.ts';
import type { Model } from './model.ts';
import { configurePlugin, setPluginEnabled } from './plugins-actions.ts';
import { createPluginsStore } from './plugins-store.ts';

const VIEW: PluginInfo = {
  kind: 'view',
  name: 'http',
  title: 'HTTP API',
  state: 'disabled',
  reason: '',
  ms: 0,
  listens: true,
  config: { host: '10.0.0.1' },
  fixed: {},
  options: [{ name: 'port', label: 'Port', help: '', kind: 'number', placeholder: '9489' }],
};

let stub: StubLink;
let model: Model;
let complaints: unknown[];

beforeEach(() => {
  stub = new StubLink();
  complaints = [];
  const plugins = createPluginsStore(stub.link);
  plugins.setState({ plugins: [VIEW] });
  model = {
    link: stub.link,
    plugins,
    complain: (thrown: unknown) => complaints.push(thrown),
  } as unknown as Model;
  stub.answers['plugins.setEnabled'] = () => ({ done: true });
});

/** The engine takes the configuration, and the view is then in that state. */
function takesConfig(state: PluginInfo['state']): void {
  stub.answers['plugins.configure'] = () => {
    stub.announce('plugins.changed', [{ ...VIEW, state }]);
    return { done: true };
  };
}

describe('switching on a view that has no port yet', () => {
  it('gives it its usual one, and leaves its other settings', async () => {
    takesConfig('loaded');
    await setPluginEnabled(model, VIEW, true);
    const config = { host: '10.0.0.1', port: 9489 };
    expect(stub.of('plugins.configure')).toEqual([{ kind: 'view', name: 'http', config }]);
    expect(stub.of('plugins.setEnabled')).toEqual([]);
  });

  it('also switches it on when it had been switched off', async () => {
    takesConfig('disabled');
    await setPluginEnabled(model, VIEW, true);
    expect(stub.of('plugins.setEnabled')).toEqual([{ kind: 'view', name: 'http', on: true }]);
  });
});

it('only switches a view that has a port', async () => {
  await setPluginEnabled(model, { ...VIEW, config: { port: 1 } }, true);
  await setPluginEnabled(model, VIEW, false);
  expect(stub.of('plugins.configure')).toEqual([]);
  expect(stub.of('plugins.setEnabled').map(one => one['on'])).toEqual([true, false]);
});

it('answers in words what is wrong, and is no longer busy', async () => {
  stub.answers['plugins.configure'] = () => {
    throw fail('kernel.config-refused', { kind: 'view', name: 'http', reason: 'port is odd' });
  };
  expect(await configurePlugin(model, VIEW, { port: 'x' })).toContain('port is odd');
  expect(model.plugins.getState().busy.size).toBe(0);
  expect(complaints).toEqual([]);
  await setPluginEnabled(model, VIEW, true);
  expect(complaints).toHaveLength(1);
});
