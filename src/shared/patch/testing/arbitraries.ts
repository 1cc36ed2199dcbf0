import fc from 'fast-check';
import type { InstanceDecl, JsonValue, Layout, MappingDecl, PatchDocument } from '../document.ts';
import { pairKey } from '../draft.ts';
import type { Operation } from '../operation.ts';
import type { Options, OptionValue } from '../options.ts';

/** Few names, so that random operations hit things; hostile ones among them. */
export const names = fc.constantFrom('a', 'b', 'osc1', '__proto__', 'constructor', '7', 'é');
const backends = fc.constantFrom('osc', 'loopback', '__proto__', '3');
const optionNames = fc.constantFrom('bind', '/fader', '/a/{1..4}', '1', '0', '__proto__', 'z');
const channels = fc.constantFrom('x', 'ch0.cc{1..8}', '{1..8}', '/fader:1', 'y.{a,b}');
const number = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map(n => n + 0 || 0);
const scalar = fc.oneof(fc.string({ unit: 'binary' }), number, fc.boolean());
const optionValue: fc.Arbitrary<OptionValue> = fc.oneof(scalar, fc.array(scalar, { maxLength: 4 }));
const options: fc.Arbitrary<Options> = fc
  .array(fc.tuple(optionNames, optionValue), { maxLength: 5 })
  .map(entries => Object.fromEntries(entries));
const json = fc.jsonValue({ maxDepth: 3 }).map(value => JSON.parse(JSON.stringify(value)) as JsonValue);
const spec = fc.tuple(names, channels).map(([name, channel]) => `${name}.${channel}`);
const instance: fc.Arbitrary<InstanceDecl> = fc.record({
  name: names,
  backend: backends,
  options,
  channels: fc.array(channels, { maxLength: 3 }),
});
const mapping: fc.Arbitrary<MappingDecl> = fc.record({
  from: spec,
  to: spec,
  both: fc.boolean(),
  off: fc.boolean(),
});
const node = fc.record(
  { x: number, y: number, width: number, collapsed: fc.boolean() },
  { requiredKeys: ['x', 'y'] },
);
/** As the directory keeps them: its sources may be bound to an instance, its names are those of channels. */
const directory = fc.record({
  sources: fc.array(
    fc.record({ name: backends, bind: fc.record({ instance: names }) }, { requiredKeys: ['name'] }),
    { maxLength: 3 },
  ),
  names: fc
    .array(fc.tuple(spec, scalar), { maxLength: 4 })
    .map(entries => Object.fromEntries(entries) as JsonValue),
});
const record = <T>(keys: fc.Arbitrary<string>, values: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(keys, values), { maxLength: 4 }).map(entries => Object.fromEntries(entries));
const extraKeys = fc.oneof(
  names,
  names.map(name => `${name}/fader1`),
);
const layout: fc.Arbitrary<Layout> = fc.record({
  nodes: record(names, node),
  extra: record(extraKeys, json),
});

/** Documents in normal form, also with wires to instances that are missing. */
export const documents: fc.Arbitrary<PatchDocument> = fc.record({
  version: fc.constant(1),
  globals: record(
    backends,
    options.filter(o => Object.keys(o).length > 0),
  ),
  instances: fc.uniqueArray(instance, { selector: i => i.name, maxLength: 5 }),
  mappings: fc.uniqueArray(mapping, { selector: pairKey, maxLength: 8 }),
  sections: fc
    .tuple(record(names, json), fc.option(directory, { nil: undefined }))
    .map(([some, own]) => (own ? { ...some, directory: own as JsonValue } : some)),
  layout,
  unknown: record(fc.constantFrom('/future', '/__proto__'), json),
});

const index = fc.option(fc.nat(6), { nil: undefined });
const maybe = <T>(name: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map(v => (v === undefined ? {} : { [name]: v }));
const optionSet = <K extends 'instance' | 'backend'>(op: string, owner: K, owners: fc.Arbitrary<string>) =>
  fc
    .tuple(owners, optionNames, maybe('value', optionValue), maybe('index', index))
    .map(
      ([who, option, value, at]) => ({ op, [owner]: who, option, ...value, ...at }) as unknown as Operation,
    );

/** Operations of every kind; many do not fit a given document. */
export const operations: fc.Arbitrary<Operation> = fc.oneof(
  fc
    .tuple(instance, maybe('index', index))
    .map(([i, at]): Operation => ({ op: 'instance.add', instance: i, ...at })),
  names.map((name): Operation => ({ op: 'instance.remove', name })),
  fc.tuple(names, names).map(([name, to]): Operation => ({ op: 'instance.rename', name, to })),
  optionSet('option.set', 'instance', names),
  optionSet('global.set', 'backend', backends),
  fc
    .tuple(names, fc.array(channels, { maxLength: 3 }))
    .map(([i, c]): Operation => ({ op: 'channels.set', instance: i, channels: c })),
  fc
    .tuple(mapping, maybe('index', index))
    .map(([m, at]): Operation => ({ op: 'mapping.add', mapping: m, ...at })),
  fc.tuple(spec, spec).map(([from, to]): Operation => ({ op: 'mapping.remove', from, to })),
  fc
    .tuple(spec, spec, maybe('both', fc.boolean()), maybe('off', fc.boolean()))
    .map(([from, to, both, off]): Operation => ({ op: 'mapping.set', from, to, ...both, ...off })),
  fc
    .tuple(names, maybe('value', json))
    .map(([section, v]): Operation => ({ op: 'section.set', section, ...v })),
  fc
    .tuple(names, maybe('layout', node))
    .map(([name, v]): Operation => ({ op: 'layout.node', instance: name, ...v })),
  fc.tuple(extraKeys, maybe('value', json)).map(([key, v]): Operation => ({ op: 'layout.extra', key, ...v })),
);
