import type { FoundEntry } from '../../shared/contract/calls/directory.ts';
import { channelOfAddress } from '../../shared/directory/address.ts';
import type { InstanceDecl, PatchDocument } from '../../shared/patch/document.ts';
import type { BackendManifest } from '../../shared/plugin/backend.ts';
import type { Entry } from '../../shared/plugin/source.ts';
import { instanceNameFault } from '../../shared/signal/channel-ref.ts';
import { t } from '../messages/translate.ts';
import { ask } from './dialogs-store.ts';
import { addChannels, freeName, instanceNames, type Point, snap } from './graph-edits.ts';
import type { Model } from './model.ts';
import { reveal, select } from './selection-store.ts';
import { showToast } from './toast-store.ts';

/** What a drag of a search result carries. */
export type PlacedEntry = Pick<FoundEntry, 'title'> & {
  readonly entry: Pick<Entry, 'source' | 'relations'>;
};

/** Where it was let go: a place on the canvas, and the node there if there is one. */
export interface Spot {
  readonly at: Point;
  readonly onto?: string | undefined;
}

/** Backends that speak an address, best first. */
const SPEAKERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^osc:/, ['osc']],
  [/^dmx:/, ['artnet', 'sacn', 'dmxusb']],
  [/^(cc|cc14|rel|note|noteoff|pressure|aftertouch|pitch|program|nrpn|rpn):/, ['midi', 'rtpmidi']],
];
/** How many devices are offered as the owner of an entry. */
const OFFERED = 2;

/** Put the channel that an entry names on the canvas: a row of its device, and the device itself when it is not there. */
export async function placeEntry(model: Model, found: PlacedEntry, { at, onto }: Spot): Promise<void> {
  const { instance, channel, address } = found.entry.relations;
  const decl = declOf(model, instance);
  if (decl && channel !== null) return addRow(model, found, decl, channel);
  if (address === null) {
    showToast(model.toasts, 'error', t('directory.noAddress', { title: found.title }));
    return;
  }
  const target = instance === null ? declOf(model, onto) : undefined;
  if (target) return addToUnbound(model, found, target, address);
  await offerDevice(model, found, address, at);
}

function declOf(model: Model, name: string | null | undefined): InstanceDecl | undefined {
  return model.patch.getState().document.instances.find(one => one.name === name);
}

async function addRow(model: Model, found: PlacedEntry, decl: InstanceDecl, channel: string): Promise<void> {
  const ref = `${decl.name}.${channel}`;
  const operations = addChannels(decl, [channel]);
  const there = operations.length === 0;
  if (!there && !(await model.edit(t('edit.addChannel', { channel: ref }), operations))) return;
  select(model.selection, { instances: [decl.name] });
  const text = t(there ? 'directory.there' : 'directory.added', { title: found.title, ref });
  const show = () => reveal(model.selection, { instances: [decl.name] });
  showToast(model.toasts, 'done', text, { action: { label: t('directory.show'), run: show } });
}

/** The sheet says nothing of a device: the one that was chosen is the one that it names from now on. */
async function addToUnbound(
  model: Model,
  found: PlacedEntry,
  decl: InstanceDecl,
  address: string,
): Promise<void> {
  const channel = channelOfAddress(address);
  await addRow(model, found, decl, channel);
  await bindOrName(model, found, decl.name, channel);
}

/** A source of this patch is bound to the device; one that all patches share is not, so the channel alone is named. */
async function bindOrName(
  model: Model,
  found: PlacedEntry,
  instance: string,
  channel: string,
): Promise<void> {
  const source = model.directory.getState().sources.find(one => one.name === found.entry.source);
  try {
    if (source?.scope === 'patch') {
      const config = { ...source.config, bind: { instance } };
      await model.link.call('directory.editSource', { name: source.name, source: config });
    } else {
      await model.link.call('directory.rename', { instance, channel, name: found.title });
    }
  } catch (thrown) {
    model.complain(thrown);
  }
}

async function offerDevice(model: Model, found: PlacedEntry, address: string, at: Point): Promise<void> {
  const { document } = model.patch.getState();
  const speakers = speakersOf(model, address);
  const wanted = found.entry.relations.instance;
  const owners = wanted === null ? ownersOf(document, speakers) : [];
  const choice = await ask(model.dialogs, {
    title:
      wanted === null
        ? t('directory.whose', { title: found.title })
        : t('directory.absent', { instance: wanted }),
    text:
      wanted === null
        ? t('directory.whoseText', { source: found.entry.source })
        : t('directory.absentText', { title: found.title }),
    choices: [
      ...owners.map((name, i) => ({ id: `to:${name}`, label: name, tone: toneOf(i) })),
      ...speakers.slice(0, owners.length > 0 ? 1 : OFFERED).map((one, i) => ({
        id: `new:${one.name}`,
        label: t('directory.create', { title: one.title }),
        tone: toneOf(owners.length + i),
      })),
    ],
  });
  const name = choice?.slice(choice.indexOf(':') + 1);
  const owner = choice?.startsWith('to:') ? declOf(model, name) : undefined;
  if (owner) return addToUnbound(model, found, owner, address);
  const manifest = speakers.find(one => one.name === name);
  if (manifest) await createFor(model, found, manifest, address, at);
}

function toneOf(place: number): 'main' | 'plain' {
  return place === 0 ? 'main' : 'plain';
}

function speakersOf(model: Model, address: string): readonly BackendManifest[] {
  const { manifests } = model.devices.getState();
  const names = SPEAKERS.find(([pattern]) => pattern.test(address))?.[1] ?? ['panel'];
  return names.flatMap(name => manifests.get(name) ?? []);
}

function ownersOf(document: PatchDocument, speakers: readonly BackendManifest[]): readonly string[] {
  const fits = new Set(speakers.map(one => one.name));
  return document.instances
    .filter(one => fits.has(one.backend))
    .map(one => one.name)
    .slice(0, OFFERED);
}

async function createFor(
  model: Model,
  found: PlacedEntry,
  manifest: BackendManifest,
  address: string,
  at: Point,
): Promise<void> {
  const { instance, channel } = found.entry.relations;
  const taken = instanceNames(model.patch.getState().document);
  const free = instance !== null && instanceNameFault(instance) === undefined && !taken.has(instance);
  const name = free ? instance : freeName(manifest.name, taken);
  const spec = channel ?? channelOfAddress(address);
  const done = await model.edit(t('edit.add', { name }), [
    { op: 'instance.add', instance: { name, backend: manifest.name, options: {}, channels: [spec] } },
    { op: 'layout.node', instance: name, layout: snap(at) },
  ]);
  if (!done) return;
  select(model.selection, { instances: [name] });
  if (instance === null) await bindOrName(model, found, name, spec);
}
