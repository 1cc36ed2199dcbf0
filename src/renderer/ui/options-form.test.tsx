// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OptionSpec } from '../../shared/plugin/option.ts';
import { formWords } from '../messages/form-words.ts';
import type { Config } from './config-draft.ts';
import { OptionsForm } from './options-form.tsx';

const SPECS: readonly OptionSpec[] = [
  { name: 'heading', label: 'Heading', help: '', kind: 'text' },
  {
    name: 'order',
    label: 'Order',
    help: '',
    kind: 'choice',
    default: 'up',
    choices: [
      { value: 'up', label: 'Up' },
      { value: 'down', label: 'Down' },
    ],
  },
  { name: 'pin', label: 'PIN', help: '', kind: 'secret' },
  { name: 'port', label: 'Port', help: '', kind: 'number' },
];

let root: Root;
const sent: Config[] = [];
let fault = '';
const find = <T extends HTMLElement>(id: string) => document.querySelector<T>(`[data-testid="${id}"]`);

function show(config: Config, more: Partial<Parameters<typeof OptionsForm>[0]> = {}): Promise<void> {
  const onSave = (next: Config) => {
    sent.push(next);
    return Promise.resolve(fault);
  };
  return act(async () =>
    root.render(
      <OptionsForm
        words={formWords()}
        specs={SPECS}
        config={config}
        secrets={[]}
        fixed={{}}
        free={false}
        busy={false}
        onSave={onSave}
        onReset={() => undefined}
        {...more}
      />,
    ),
  );
}

async function enter(id: string, text: string, event = 'input'): Promise<void> {
  const field = find<HTMLInputElement>(id);
  if (!field) throw new Error(`no ${id}`);
  await act(async () => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event(event, { bubbles: true }));
  });
}

async function save(): Promise<void> {
  await act(async () => vi.advanceTimersByTime(400));
  await act(async () => {
    document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  sent.length = 0;
  fault = '';
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the form of a configuration', () => {
  it('sends what was typed and chosen, whichever came last', async () => {
    await show({});
    await enter('field:heading', 'Tonight');
    await enter('field:order', 'down', 'change');
    await save();
    expect(sent).toEqual([{ heading: 'Tonight', order: 'down' }]);
  });

  it('follows what is saved, also back to what was there before', async () => {
    await show({});
    await enter('field:heading', 'Tonight');
    await save();
    await show({ heading: 'Tonight' });
    await show({});
    expect(find<HTMLInputElement>('field:heading')?.value).toBe('');
  });

  it('keeps what was typed when it is refused, and says why', async () => {
    fault = 'too long';
    await show({});
    await enter('field:heading', 'Tonight');
    await save();
    expect(find('form-fault')?.textContent).toBe('too long');
    expect(find<HTMLInputElement>('field:heading')?.value).toBe('Tonight');
  });

  it('shows that a secret is set, keeps it, and forgets it when told to', async () => {
    await show({}, { secrets: ['pin'] });
    const pin = find<HTMLInputElement>('field:pin');
    expect([pin?.value, pin?.placeholder, pin?.type]).toEqual(['', 'Set; type to replace it', 'password']);
    await save();
    expect(sent).toEqual([{}]);
    await act(async () =>
      [...document.querySelectorAll('button')].find(b => b.textContent === 'Forget')?.click(),
    );
    await save();
    expect(sent[1]).toEqual({ pin: null });
  });

  it('cannot change what the command line gave', async () => {
    await show({ port: 1 }, { fixed: { port: 9000 } });
    const field = document.querySelector<HTMLInputElement>('input:disabled');
    expect(field?.value).toBe('9000');
    expect(find('field:port')).toBeNull();
  });

  it('has JSON for the rest, and refuses what is none', async () => {
    await show({ heading: 'a', deep: { x: 1 } });
    expect(find<HTMLTextAreaElement>('form-json')?.value).toContain('"deep"');
    await enter('form-json', '{"deep": ');
    await save();
    expect(find('form-fault')?.textContent).toContain('no JSON object');
    expect(sent).toEqual([]);
    await enter('form-json', '{"deep": 2}');
    await save();
    expect(sent).toEqual([{ deep: 2, heading: 'a' }]);
  });
});
