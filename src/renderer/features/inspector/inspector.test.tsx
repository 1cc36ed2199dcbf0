// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Link } from '../../link/link.ts';
import { createModel, type Model } from '../../model/model.ts';
import { select } from '../../model/selection-store.ts';
import { ModelProvider } from '../../model/use-model.ts';
import { FakeEngine } from '../../testing/fake-engine.ts';
import { SAMPLE_PATCH } from '../../testing/sample-patch.ts';
import { Inspector } from './inspector.tsx';

let root: Root;
let engine: FakeEngine;
let model: Model;

const settle = (ms = 20) => act(() => vi.advanceTimersByTimeAsync(ms));
const field = (id: string) => document.querySelector<HTMLInputElement>(`[data-testid="field:${id}"]`);

async function type(id: string, text: string): Promise<void> {
  const input = field(id);
  if (!input) throw new Error(`no field ${id}`);
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  engine = new FakeEngine(SAMPLE_PATCH);
  const link = new Link(() => Promise.resolve(engine.connect()));
  model = createModel(link, undefined, { getItem: () => null, setItem: () => undefined });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () => {
    root.render(
      <ModelProvider value={model}>
        <Inspector />
      </ModelProvider>,
    );
  });
  link.start();
  await settle();
  await act(async () => select(model.selection, { instances: ['touch'] }));
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('Inspector', () => {
  it('makes the form from the options of the backend', () => {
    expect(field('bind')?.value).toBe('127.0.0.1 8000');
    expect(field('destination')?.value).toBe('');
    expect(field('quiet')?.type).toBe('checkbox');
  });

  it('applies what is typed as one edit, after a pause', async () => {
    await type('bind', '127.0.0.1 90');
    await settle(100);
    await type('bind', '127.0.0.1 9000');
    await settle(200);
    expect(engine.calls).not.toContain('patch.edit');
    await settle(300);
    expect(engine.calls.filter(name => name === 'patch.edit')).toHaveLength(1);
    expect(engine.document.instances[0]?.options['bind']).toBe('127.0.0.1 9000');
  });

  it('shows what somebody else changed', async () => {
    await act(async () => {
      engine.edit('set', [{ op: 'option.set', instance: 'touch', option: 'bind', value: '0.0.0.0 1' }]);
    });
    await settle();
    expect(field('bind')?.value).toBe('0.0.0.0 1');
  });

  it('shows a fault at its field', async () => {
    await act(async () => {
      engine.publish('patch.problemsChanged', [
        {
          id: 'p',
          severity: 'error',
          code: 'backend.bad-option',
          message: 'That is no address.',
          help: '',
          place: { kind: 'instance', instance: 'touch', option: 'bind' },
          since: 0,
          count: 1,
          fixes: [],
        },
      ]);
    });
    await settle();
    expect(document.querySelector('[data-testid="field-error:bind"]')?.textContent).toBe(
      'That is no address.',
    );
  });

  it('refuses a name that another device has', async () => {
    await type('name', 'desk');
    await settle();
    expect(document.querySelector('[data-testid="field-error:name"]')?.textContent).toContain(
      'Another device',
    );
    expect(engine.calls).not.toContain('patch.edit');
  });
});
