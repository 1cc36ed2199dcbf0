import type { Frame, Message } from '../../shared/contract/port.ts';
import { CALLS } from '../../shared/contract/contract.ts';
import type { TestApp } from './open-app.ts';
import { Random } from './random.ts';

export interface FuzzPlan {
  readonly frames: number;
  readonly seed: number;
}

export interface FuzzResult {
  /** Frames that were calls and so want an answer. */
  readonly calls: number;
  readonly answers: number;
}

/** Calls that would reach beyond the test: files of this machine. */
const LEFT_OUT = new Set(['patch.open', 'patch.save', 'files.list']);
const NAMES = Object.keys(CALLS).filter(name => !LEFT_OUT.has(name));
const WAVE = 100;

/** Send random frames: broken ones, random calls with random parameters, nearly right edits, value frames. */
export async function fuzzContract(app: TestApp, plan: FuzzPlan): Promise<FuzzResult> {
  const random = new Random(plan.seed);
  const { port } = app.window('fuzz');
  let calls = 0;
  let answers = 0;
  port.onFrame(frame => {
    if (!(frame instanceof ArrayBuffer) && (frame.t === 'reply' || frame.t === 'fault')) answers++;
  });
  for (let sent = 0; sent < plan.frames; sent++) {
    const frame = randomFrame(random, sent);
    if (isCall(frame)) calls++;
    port.post(frame);
    // In waves, so that the queue of answers stays as small as a real window would keep it.
    if (sent % WAVE === WAVE - 1) await settle(() => answers === calls);
  }
  await settle(() => answers === calls);
  return { calls, answers };
}

async function settle(done: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !done(); i++) await new Promise(resolve => setTimeout(resolve, 2));
}

function isCall(frame: Frame): boolean {
  if (frame instanceof ArrayBuffer || typeof frame !== 'object' || frame === null) return false;
  const { t, id, name } = frame as Partial<Extract<Message, { t: 'call' }>>;
  return t === 'call' && Number.isSafeInteger(id) && typeof name === 'string';
}

function randomFrame(random: Random, id: number): Frame {
  const kind = random.below(10);
  if (kind === 0) return random.bytes(random.below(64)).buffer;
  if (kind === 1) return random.json(3) as Frame;
  if (kind === 2)
    return {
      t: 'call',
      id: random.pick([1.5, '1', null, NaN]),
      name: 'patch.get',
      params: {},
    } as unknown as Frame;
  if (kind < 6)
    return { t: 'call', id, name: 'patch.edit', params: { label: 'Fuzz', operations: operations(random) } };
  const name = random.pick([...NAMES, random.text(12), '__proto__', 'patch.', '.get']);
  return { t: 'call', id, name, params: random.below(2) === 0 ? {} : random.json(4) };
}

/** Edits that are often right: names repeat, so that they meet things that exist. */
function operations(random: Random): unknown[] {
  const name = () => random.pick(['a', 'b', 'c', 'no dots.here', '', '__proto__', 'x'.repeat(80)]);
  const spec = () => `${name()}.${random.pick(['fader1', 'x{1..4}', '{a,}', '{1..999999}', 'y', '/a b'])}`;
  const backend = () => random.pick(['panel', 'loopback', 'osc', 'nothing']);
  const one = (): unknown =>
    random.pick([
      () => ({
        op: 'instance.add',
        instance: { name: name(), backend: backend(), options: {}, channels: [] },
      }),
      () => ({ op: 'instance.remove', name: name() }),
      () => ({ op: 'instance.rename', name: name(), to: name() }),
      () => ({
        op: 'mapping.add',
        mapping: { from: spec(), to: spec(), both: random.below(2) === 0, off: false },
      }),
      () => ({ op: 'mapping.remove', from: spec(), to: spec() }),
      () => ({ op: 'option.set', instance: name(), option: random.text(6), value: random.json(1) }),
      () => ({ op: 'layout.node', instance: name(), layout: { x: random.pick([1, NaN, 1e308]), y: 2 } }),
      () => random.json(3),
    ])();
  return Array.from({ length: 1 + random.below(3) }, one);
}
