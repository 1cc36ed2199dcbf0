// @vitest-environment happy-dom
import { act, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useDraft } from './use-draft.ts';

type Values = Readonly<Record<string, string>>;

function Form({ onValues }: { onValues(values: Values): void }) {
  const [values, setValues] = useState<Values>({ a: '', b: '' });
  onValues(values);
  return ['a', 'b'].map(name => (
    <Line
      key={name}
      name={name}
      saved={values[name] ?? ''}
      apply={text => setValues({ ...values, [name]: text })}
    />
  ));
}

function Line({ name, saved, apply }: { name: string; saved: string; apply(text: string): void }) {
  const { text, change, flush } = useDraft(saved, apply);
  return <input id={name} value={text} onChange={event => change(event.target.value)} onBlur={flush} />;
}

describe('a text that applies by itself', () => {
  let root: Root;
  let values: Values;
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  const type = (id: string, text: string) =>
    act(async () => {
      const input = document.querySelector<HTMLInputElement>(`#${id}`);
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
      input?.dispatchEvent(new Event('input', { bubbles: true }));
    });
  beforeEach(async () => {
    vi.useFakeTimers();
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    root = createRoot(document.body.appendChild(document.createElement('div')));
    await act(async () => root.render(<Form onValues={now => (values = now)} />));
  });
  afterEach(async () => {
    await act(async () => root.unmount());
    document.body.innerHTML = '';
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('waits for a pause', async () => {
    await type('a', 'o');
    await pass(200);
    await type('a', 'on');
    await pass(299);
    expect(values).toEqual({ a: '', b: '' });
    await pass(1);
    expect(values).toEqual({ a: 'on', b: '' });
  });
  it('keeps what another field changed meanwhile', async () => {
    await type('a', 'first');
    await pass(100);
    await type('b', 'second');
    await pass(250);
    await pass(250);
    expect(values).toEqual({ a: 'first', b: 'second' });
  });
});
