import { z } from 'zod';
import type { Problem } from '../../error/problem.ts';
import type { PatchDocument } from '../../patch/document.ts';
import type { Operation } from '../../patch/operation.ts';
import { call } from '../call.ts';

/** The open patch as every window sees it. */
export interface PatchState {
  readonly document: PatchDocument;
  /** Raised by every change; an edit that was made against an older one is applied all the same if it still fits. */
  readonly revision: number;
  /** Absolute path; undefined while it was never saved. */
  readonly path: string | undefined;
  readonly name: string;
  readonly dirty: boolean;
  readonly undo: string | undefined;
  readonly redo: string | undefined;
}

/** A patch with unsaved work that was left behind by a crash. */
export interface Recovery {
  readonly id: string;
  readonly path: string | undefined;
  readonly name: string;
  /** Epoch milliseconds of the last autosave. */
  readonly savedAt: number;
}

export interface RecentFile {
  readonly path: string;
  readonly name: string;
  readonly openedAt: number;
}

/** The answer to undo and redo. */
export interface Travelled {
  readonly revision: number;
  /** Modules of the step that somebody has changed since: they stay as they are. */
  readonly kept?: readonly string[];
}

/** Characters of the words for an edit, at most. */
export const MAX_LABEL = 200;

const name = z.string().max(200);
/** Of a free option such as a pattern of OSC paths; a file may hold longer ones, which nobody edits. */
const option = z.string().max(1000);
const scalar = z.union([z.string().max(1_000_000), z.number(), z.boolean()]);
const optionValue = z.union([scalar, z.array(scalar).max(10_000)]);
const options = z.record(option, optionValue);
const spec = z.string().min(1).max(4000);
const index = z.number().int().min(0).optional();
const unknown = z.record(z.string(), z.json()).optional();
const nodeLayout = z.strictObject({
  x: z.number().finite(),
  y: z.number().finite(),
  width: z.number().finite().optional(),
  collapsed: z.boolean().optional(),
  unknown,
});
const instance = z.strictObject({
  name,
  backend: name,
  options,
  channels: z.array(spec).max(100_000),
  unknown,
});
const mapping = z.strictObject({ from: spec, to: spec, both: z.boolean(), off: z.boolean(), unknown });

/** The schema of `Operation`; a test compares it with the type both ways. */
export const operationSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('instance.add'), instance, index }),
  z.strictObject({ op: z.literal('instance.remove'), name }),
  z.strictObject({ op: z.literal('instance.rename'), name, to: name }),
  z.strictObject({
    op: z.literal('option.set'),
    instance: name,
    option,
    value: optionValue.optional(),
    index,
  }),
  z.strictObject({
    op: z.literal('global.set'),
    backend: name,
    option,
    value: optionValue.optional(),
    index,
  }),
  z.strictObject({ op: z.literal('channels.set'), instance: name, channels: z.array(spec).max(100_000) }),
  z.strictObject({ op: z.literal('mapping.add'), mapping, index }),
  z.strictObject({ op: z.literal('mapping.remove'), from: spec, to: spec }),
  z.strictObject({
    op: z.literal('mapping.set'),
    from: spec,
    to: spec,
    both: z.boolean().optional(),
    off: z.boolean().optional(),
  }),
  z.strictObject({ op: z.literal('section.set'), section: name, value: z.json().optional() }),
  z.strictObject({ op: z.literal('layout.node'), instance: name, layout: nodeLayout.optional() }),
  z.strictObject({ op: z.literal('layout.extra'), key: name, value: z.json().optional() }),
]) as unknown as z.ZodType<Operation>;

const moduleText = z.string().max(1024 * 1024);
const moduleEdit = z.strictObject({
  instance: name,
  path: z.string().min(1).max(400),
  before: moduleText,
  after: moduleText,
});

const empty = z.strictObject({});
const path = z.string().min(1).max(4096);

export const patchCalls = {
  'patch.get': call<PatchState>()(empty),
  'patch.edit': call<{ revision: number }>()(
    z.strictObject({
      label: z.string().min(1).max(MAX_LABEL),
      operations: z.array(operationSchema).min(1).max(200_000),
      /** Modules that change in the same step: refused as a whole when one is not as `before` says. */
      modules: z.array(moduleEdit).max(200).optional(),
    }),
  ),
  'patch.undo': call<Travelled>()(empty),
  'patch.redo': call<Travelled>()(empty),
  /** `discard` says that the user gave up unsaved work; without it a dirty patch refuses. */
  'patch.new': call<PatchState>()(z.strictObject({ discard: z.boolean().optional() })),
  'patch.open': call<PatchState>()(z.strictObject({ path, discard: z.boolean().optional() })),
  'patch.save': call<PatchState>()(
    z.strictObject({ path: path.optional(), overwrite: z.boolean().optional() }),
  ),
  'patch.problems': call<readonly Problem[]>()(empty),
  /** Take the way out that a problem offers. */
  'patch.fix': call<{ done: boolean }>()(
    z.strictObject({ problem: z.string().max(20_000), fix: z.string().max(5000) }),
  ),
  'patch.recent': call<readonly RecentFile[]>()(empty),
  'patch.recoveries': call<readonly Recovery[]>()(empty),
  'patch.recover': call<PatchState>()(z.strictObject({ id: name })),
  'patch.discardRecovery': call<{ done: boolean }>()(z.strictObject({ id: name })),
} as const;

export interface PatchEvents {
  /** The same operations, applied to the document of the revision before, give the document of `revision`. */
  'patch.edited': {
    readonly revision: number;
    readonly client: string;
    readonly label: string;
    readonly operations: readonly Operation[];
    readonly state: Omit<PatchState, 'document'>;
  };
  /** Another document is open now, or the state beside it changed (saved). */
  'patch.replaced': PatchState;
  'patch.state': Omit<PatchState, 'document'>;
  'patch.problemsChanged': readonly Problem[];
}
