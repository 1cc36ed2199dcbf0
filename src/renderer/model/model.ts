import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostInfo } from '../../shared/contract/calls/host.ts';
import { MAX_LABEL, type RecentFile, type Recovery } from '../../shared/contract/calls/patch.ts';
import { toCodedError } from '../../shared/error/coded-error.ts';
import { mappingKey } from '../../shared/patch/document.ts';
import type { Operation } from '../../shared/patch/operation.ts';
import type { ShellBridge } from '../link/bridge.ts';
import type { Link, LinkState } from '../link/link.ts';
import { ChannelResolver } from './channel-resolver.ts';
import { type CommandStore, createCommandStore } from './commands.ts';
import { Contacts } from './contacts-store.ts';
import { type DevicesStore, createDevicesStore } from './devices-store.ts';
import { type DialogsStore, createDialogsStore } from './dialogs-store.ts';
import type { DirectorySearch } from './directory-search.ts';
import { type DirectoryStore, createDirectoryStore } from './directory-store.ts';
import { EditorDrafts } from './editor-drafts.ts';
import { createEditorStore, type EditorStore } from './editor-store.ts';
import { Glow } from './glow.ts';
import { graphView, type GraphView } from './graph-view.ts';
import { followInputs } from './input-devices.ts';
import { GamepadFeed } from './input-gamepad.ts';
import { KeyFeed } from './input-keyboard.ts';
import { LiveValues } from './live-values.ts';
import { type MonitorStore, createMonitorStore } from './monitor-store.ts';
import { createNamesStore, type NamesStore } from './names-store.ts';
import { type PatchStore, createPatchStore } from './patch-store.ts';
import { createPluginsStore, type PluginsStore } from './plugins-store.ts';
import { type ProblemsStore, createProblemsStore } from './problems-store.ts';
import { createProfilesStore, type ProfilesStore } from './profiles-store.ts';
import { searchWithProfile } from './search-profile.ts';
import { type SelectionStore, createSelectionStore, keepExisting } from './selection-store.ts';
import { type SettingsStore, createSettingsStore } from './settings-store.ts';
import { SoundPlayer } from './sound-player.ts';
import { createStacksStore, type StacksStore } from './stacks-store.ts';
import { createToastStore, showToast, type ToastStore } from './toast-store.ts';

export interface HostModel {
  readonly link: LinkState;
  readonly info: HostInfo | undefined;
  readonly recent: readonly RecentFile[];
  readonly recoveries: readonly Recovery[];
}

/** Everything the window knows, and the one way to the engine. Features take it from `useModel`. */
export interface Model {
  readonly link: Link;
  readonly bridge: ShellBridge | undefined;
  readonly live: LiveValues;
  readonly glow: Glow;
  readonly resolver: ChannelResolver;
  readonly patch: PatchStore;
  readonly graph: StoreApi<{ readonly view: GraphView }>;
  readonly devices: DevicesStore;
  readonly names: NamesStore;
  readonly directory: DirectoryStore;
  readonly search: DirectorySearch;
  readonly profiles: ProfilesStore;
  readonly contacts: Contacts;
  readonly plugins: PluginsStore;
  readonly gamepads: GamepadFeed;
  readonly keys: KeyFeed;
  readonly problems: ProblemsStore;
  readonly monitor: MonitorStore;
  readonly selection: SelectionStore;
  readonly settings: SettingsStore;
  readonly commands: CommandStore;
  readonly dialogs: DialogsStore;
  readonly editor: EditorStore;
  readonly toasts: ToastStore;
  readonly stacks: StacksStore;
  /** Plays results of sound stacks. */
  readonly player: SoundPlayer;
  readonly host: StoreApi<HostModel>;
  /** Show why something that the user asked for did not happen. */
  readonly complain: (thrown: unknown) => void;
  /** One edit of the patch, one entry in the history. Answers whether it was done. */
  edit(label: string, operations: readonly Operation[]): Promise<boolean>;
}

export function createModel(
  link: Link,
  bridge: ShellBridge | undefined,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): Model {
  const live = new LiveValues();
  link.onValues(frame => live.take(frame));
  const patch = createPatchStore(link);
  const toasts = createToastStore();
  const dialogs = createDialogsStore();
  const settings = createSettingsStore(storage);
  const profiles = createProfilesStore(link);
  const gamepads = new GamepadFeed(link);
  const keys = new KeyFeed(link, () => dialogs.getState().learning);
  followInputs(patch, gamepads, keys);
  const complain = (thrown: unknown) => {
    const error = toCodedError(thrown);
    showToast(toasts, 'error', error.message, { help: error.help });
  };
  return {
    link,
    bridge,
    live,
    glow: new Glow(),
    patch,
    graph: followGraph(patch),
    devices: createDevicesStore(link, live),
    resolver: new ChannelResolver(link),
    names: createNamesStore(link),
    directory: createDirectoryStore(link),
    search: searchWithProfile(link, profiles, settings),
    profiles,
    contacts: new Contacts(link),
    plugins: createPluginsStore(link),
    problems: createProblemsStore(link),
    monitor: createMonitorStore(link),
    selection: followSelection(patch),
    settings,
    commands: createCommandStore(),
    dialogs,
    editor: createEditorStore(new EditorDrafts(storage, () => patch.getState().path ?? '')),
    gamepads,
    keys,
    stacks: createStacksStore(link),
    player: new SoundPlayer(link),
    toasts,
    host: followHost(link),
    complain,
    edit: editOver(link, complain),
  };
}

function editOver(link: Link, complain: Model['complain']): Model['edit'] {
  return async (label, operations) => {
    if (operations.length === 0) return false;
    try {
      await link.call('patch.edit', { label: clipLabel(label), operations: [...operations] });
      return true;
    } catch (thrown) {
      complain(thrown);
      return false;
    }
  };
}

/** What is gone from the patch is chosen no more. */
function followSelection(patch: PatchStore): SelectionStore {
  const selection = createSelectionStore();
  patch.subscribe(({ document }, before) => {
    const { instances, wires: chosen } = selection.getState();
    if (document === before.document || instances.size + chosen.size === 0) return;
    const wires = new Set(document.mappings.map(mappingKey));
    const names = new Set(document.instances.map(one => one.name));
    keepExisting(
      selection,
      name => names.has(name),
      key => wires.has(key),
    );
  });
  return selection;
}

/** Names of channels may be longer than the words that the history keeps for an edit. */
function clipLabel(label: string): string {
  return label.length <= MAX_LABEL ? label : `${label.slice(0, MAX_LABEL - 1)}…`;
}

function followGraph(patch: PatchStore) {
  const graph = createStore<{ readonly view: GraphView }>(() => ({
    view: graphView(patch.getState().document),
  }));
  patch.subscribe((state, before) => {
    if (state.document.instances === before.document.instances) {
      if (state.document.mappings === before.document.mappings) return;
    }
    graph.setState(({ view }) => ({ view: graphView(state.document, view) }));
  });
  return graph;
}

function followHost(link: Link) {
  const host = createStore<HostModel>(() => ({
    link: 'connecting',
    info: undefined,
    recent: [],
    recoveries: [],
  }));
  link.onState(state => host.setState({ link: state }));
  const ignore = () => undefined;
  const loadRecent = () => link.call('patch.recent', {}).then(recent => host.setState({ recent }), ignore);
  link.onOpen(() => {
    void link.call('host.info', {}).then(info => host.setState({ info }), ignore);
    void link.call('patch.recoveries', {}).then(recoveries => host.setState({ recoveries }), ignore);
    void loadRecent();
  });
  link.on('patch.replaced', () => void loadRecent());
  return host;
}
