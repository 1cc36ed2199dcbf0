import { expect, it } from 'vitest';
import { fail } from '../../shared/error/coded-error.ts';
import type { ShellBridge } from '../link/bridge.ts';
import { createDialogsStore } from './dialogs-store.ts';
import { newPatch, openPatch, savePatchAs } from './files.ts';
import type { Model } from './model.ts';
import { createToastStore } from './toast-store.ts';

type Call = readonly [name: string, params: unknown];

/** A window whose engine notes what it is asked; `refuse` makes it fail. */
function windowOf(state: { dirty: boolean }, bridge?: Partial<ShellBridge>) {
  const calls: Call[] = [];
  const refusals: unknown[] = [];
  const dialogs = createDialogsStore();
  const model = {
    link: {
      call: (name: string, params: unknown) => {
        calls.push([name, params]);
        const refused = refusals.shift();
        return refused === undefined ? Promise.resolve({}) : Promise.reject(refused as Error);
      },
    },
    bridge,
    dialogs,
    toasts: createToastStore(),
    patch: { getState: () => ({ name: 'show', path: '/show.crosspatch', ...state }) },
    complain: () => undefined,
  } as unknown as Model;
  const answer = async (choice: string) => {
    await expect.poll(() => dialogs.getState().question).toBeDefined();
    dialogs.getState().question?.answer(choice);
  };
  return { model, calls, refusals, answer };
}

it('gives up unsaved work only when the user has said so', async () => {
  const clean = windowOf({ dirty: false });
  await openPatch(clean.model, '/other.crosspatch');
  await newPatch(clean.model);
  expect(clean.calls).toEqual([
    ['patch.open', { path: '/other.crosspatch', discard: false }],
    ['patch.new', { discard: false }],
  ]);
  for (const choice of ['discard', 'save'] as const) {
    const { model, calls, answer } = windowOf({ dirty: true });
    const opened = openPatch(model, '/other.crosspatch');
    await answer(choice);
    await opened;
    expect(calls.at(-1)).toEqual([
      'patch.open',
      { path: '/other.crosspatch', discard: choice === 'discard' },
    ]);
  }
});

it('opens nothing when the user stays, or when saving fails', async () => {
  const { model, calls, refusals, answer } = windowOf({ dirty: true });
  const stayed = openPatch(model, '/other.crosspatch');
  await answer('cancel');
  await stayed;
  expect(calls).toEqual([]);
  refusals.push(fail('file.unwritable', { file: '', reason: '' }));
  const failed = newPatch(model);
  await answer('save');
  await failed;
  expect(calls.map(([name]) => name)).toEqual(['patch.save']);
});

it('asks before it replaces a file that the system has not asked for', async () => {
  const bridge = { saveDialog: () => Promise.resolve('/shows/gig') };
  const { model, calls, refusals, answer } = windowOf({ dirty: true }, bridge);
  refusals.push(fail('file.exists', { file: '/shows/gig.crosspatch' }));
  const saved = savePatchAs(model);
  await answer('overwrite');
  expect(await saved).toBe(true);
  expect(calls.map(([, params]) => params)).toEqual([
    { path: '/shows/gig', overwrite: false },
    { path: '/shows/gig', overwrite: true },
  ]);
  const whole = windowOf({ dirty: true }, { saveDialog: () => Promise.resolve('/shows/gig.crosspatch') });
  await savePatchAs(whole.model);
  expect(whole.calls).toEqual([['patch.save', { path: '/shows/gig.crosspatch', overwrite: true }]]);
});
