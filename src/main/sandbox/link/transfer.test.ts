import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ControlBlock } from './control-block.ts';
import { Transfer, TRANSFER_BYTES } from './transfer.ts';

const pair = () => {
  const control = new ControlBlock(new SharedArrayBuffer(ControlBlock.BYTES));
  return { control, transfer: new Transfer(new SharedArrayBuffer(TRANSFER_BYTES), control) };
};

it('carries a question and its answer', () => {
  const { transfer, control } = pair();
  const request = {
    op: 'sendto',
    a: 3,
    b: 80,
    timeout: 250,
    text: 'hällo',
    data: Uint8Array.of(1, 2),
  } as const;
  transfer.writeRequest(request);
  expect(transfer.readRequest()).toEqual(request);
  transfer.answer({ result: -1, text: 'ECONNREFUSED no', data: new Uint8Array(0) });
  expect(control.get('callState')).toBe(2);
  expect(transfer.readAnswer()).toEqual({ result: -1, text: 'ECONNREFUSED no', data: new Uint8Array(0) });
});

it('bears any numbers that a guest may write into the control block', () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(word, word, word, (op, text, data) => {
      const { transfer, control } = pair();
      control.set('callOp', op);
      control.set('callText', text);
      control.set('callData', data);
      const request = transfer.readRequest();
      if (request) expect(request.data.length).toBeLessThanOrEqual(1024 * 1024);
    }),
    { numRuns: 30 },
  );
});

it('cuts what is too long', () => {
  const { transfer } = pair();
  const text = 'x'.repeat(100_000);
  transfer.writeRequest({ op: 'send', a: 0, b: 0, timeout: -1, text, data: new Uint8Array(5_000_000) });
  expect(transfer.readRequest()?.text.length).toBe(16 * 1024);
  expect(transfer.readRequest()?.data.length).toBe(1024 * 1024);
});
