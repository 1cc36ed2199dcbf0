import type { Draft } from './draft.ts';
import type { Operation } from './operation.ts';
import type { Options, OptionValue } from './options.ts';
import { DIRECTORY_SECTION, rebindSection } from '../directory/rebind.ts';
import { extraIsOf, renameEnds, touches } from './references.ts';

type Op<K extends Operation['op']> = Extract<Operation, { readonly op: K }>;

/**
 * The operations that take `operation` back, to be applied in order; `draft` is as it was before it. An operation that
 * does not fit has no inverse: `[]`.
 */
export function invertOn(draft: Draft, operation: Operation): readonly Operation[] {
  switch (operation.op) {
    case 'instance.add':
      return [{ op: 'instance.remove', name: operation.instance.name }];
    case 'instance.remove':
      return invertRemoveInstance(draft, operation);
    case 'instance.rename':
      return invertRename(draft, operation);
    case 'option.set': {
      const { instance, option } = operation;
      const options = draft.instances.get({ name: instance })?.options ?? {};
      return [{ op: 'option.set', instance, option, ...place(options, option) }];
    }
    case 'global.set': {
      const { backend, option } = operation;
      return [{ op: 'global.set', backend, option, ...place(draft.globals.get(backend) ?? {}, option) }];
    }
    case 'channels.set': {
      const { instance } = operation;
      return [
        { op: 'channels.set', instance, channels: draft.instances.get({ name: instance })?.channels ?? [] },
      ];
    }
    case 'mapping.add':
      return [{ op: 'mapping.remove', from: operation.mapping.from, to: operation.mapping.to }];
    case 'mapping.remove':
      return invertRemoveMapping(draft, operation);
    case 'mapping.set': {
      const { from, to } = operation;
      const before = draft.mappings.get(operation);
      return before ? [{ op: 'mapping.set', from, to, both: before.both, off: before.off }] : [];
    }
    case 'section.set':
      return [sectionAsItIs(draft, operation.section)];
    case 'layout.node':
      return [nodeAsItIs(draft, operation.instance)];
    case 'layout.extra':
      return [extraAsItIs(draft, operation.key)];
  }
}

/** Value and place of an option as they are now; nothing when it is not there. */
function place(options: Options, option: string): { value?: OptionValue; index?: number } {
  const value = Object.hasOwn(options, option) ? options[option] : undefined;
  return value === undefined ? {} : { value, index: Object.keys(options).indexOf(option) };
}

function invertRemoveInstance(draft: Draft, { name }: Op<'instance.remove'>): readonly Operation[] {
  const instance = draft.instances.get({ name });
  return instance ? [{ op: 'instance.add', instance, index: draft.instances.indexOf({ name }) }] : [];
}

function invertRemoveMapping(draft: Draft, pair: Op<'mapping.remove'>): readonly Operation[] {
  const mapping = draft.mappings.get(pair);
  return mapping ? [{ op: 'mapping.add', mapping, index: draft.mappings.indexOf(pair) }] : [];
}

function nodeAsItIs(draft: Draft, instance: string): Operation {
  const layout = draft.nodes.get(instance);
  return { op: 'layout.node', instance, ...(layout ? { layout } : {}) };
}

function sectionAsItIs(draft: Draft, section: string): Operation {
  const value = draft.sections.get(section);
  return { op: 'section.set', section, ...(value === undefined ? {} : { value }) };
}

function extraAsItIs(draft: Draft, key: string): Operation {
  const value = draft.extra.get(key);
  return { op: 'layout.extra', key, ...(value === undefined ? {} : { value }) };
}

/**
 * Renaming back would also rename what named `to` before there was such an instance (a wire to a missing one), so
 * each such thing is put back by an operation of its own.
 */
function invertRename(draft: Draft, { name, to }: Op<'instance.rename'>): readonly Operation[] {
  if (name === to) return [];
  const back: Operation[] = [{ op: 'instance.rename', name: to, to: name }];
  draft.mappings.items.forEach((mapping, index) => {
    if (!touches(mapping, to)) return;
    const renamed = renameEnds(mapping, to, name);
    back.push({ op: 'mapping.remove', from: renamed.from, to: renamed.to });
    back.push({ op: 'mapping.add', mapping, index });
  });
  if (draft.nodes.get(to)) back.push(nodeAsItIs(draft, name), nodeAsItIs(draft, to));
  for (const key of draft.extra.keys().filter(key => extraIsOf(key, to))) {
    back.push(extraAsItIs(draft, name + key.slice(to.length)), extraAsItIs(draft, key));
  }
  if (rebindSection(draft.sections.get(DIRECTORY_SECTION), to, name)) {
    back.push(sectionAsItIs(draft, DIRECTORY_SECTION));
  }
  return back;
}
