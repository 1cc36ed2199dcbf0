import { createStore } from 'zustand/vanilla';

export type Theme = 'system' | 'dark' | 'light';
export type Region = 'left' | 'right' | 'bottom';

/** What this window remembers for itself; the patch knows nothing of it. */
export interface SettingsModel {
  readonly theme: Theme;
  readonly shown: Readonly<Record<Region, boolean>>;
  /** Pixels: width of left and right, height of bottom. */
  readonly size: Readonly<Record<Region, number>>;
  /** Width of the editor beside the canvas, pixels. */
  readonly editorSize: number;
  readonly bottomTab: string;
  readonly leftTab: string;
  /** The profile of the directory that the library searches with. */
  readonly searchProfile: string;
}

export const REGION_SIZES: Readonly<Record<Region, { min: number; max: number; usual: number }>> = {
  left: { min: 200, max: 420, usual: 248 },
  right: { min: 260, max: 520, usual: 312 },
  bottom: { min: 120, max: 640, usual: 232 },
};

export const EDITOR_SIZE = { min: 320, max: 1400, usual: 560 } as const;

const DEFAULTS: SettingsModel = {
  theme: 'system',
  shown: { left: true, right: true, bottom: true },
  size: {
    left: REGION_SIZES.left.usual,
    right: REGION_SIZES.right.usual,
    bottom: REGION_SIZES.bottom.usual,
  },
  editorSize: EDITOR_SIZE.usual,
  bottomTab: 'monitor',
  leftTab: 'devices',
  searchProfile: 'default',
};
const KEY = 'crosspatch.settings';

export type SettingsStore = ReturnType<typeof createSettingsStore>;

export function createSettingsStore(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  const store = createStore<SettingsModel>(() => ({ ...DEFAULTS, ...readSettings(storage) }));
  store.subscribe(state => {
    try {
      storage.setItem(KEY, JSON.stringify(state));
    } catch {
      // A full or forbidden storage costs the window its memory of sizes, nothing else.
    }
  });
  return store;
}

function readSettings(storage: Pick<Storage, 'getItem'>): Partial<SettingsModel> {
  try {
    const read: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    return typeof read === 'object' && read !== null ? read : {};
  } catch {
    return {};
  }
}

export function toggleRegion(store: SettingsStore, region: Region): void {
  store.setState(state => ({ shown: { ...state.shown, [region]: !state.shown[region] } }));
}

export function setRegion(store: SettingsStore, region: Region, shown: boolean): void {
  store.setState(state => ({ shown: { ...state.shown, [region]: shown } }));
}

/** Regions and editor as wide and high as they come. */
export function usualSizes(store: SettingsStore): void {
  store.setState({ size: DEFAULTS.size, editorSize: DEFAULTS.editorSize });
}

/** Set the size of a region, held within its limits. */
export function resizeRegion(store: SettingsStore, region: Region, size: number): void {
  const { min, max } = REGION_SIZES[region];
  const kept = Math.round(Math.min(max, Math.max(min, size)));
  store.setState(state => ({ size: { ...state.size, [region]: kept } }));
}

export function resizeEditor(store: SettingsStore, size: number): void {
  const { min, max } = EDITOR_SIZE;
  store.setState({ editorSize: Math.round(Math.min(max, Math.max(min, size))) });
}

/** Open the bottom region at a tab. */
export function showBottomTab(store: SettingsStore, tab: string): void {
  store.setState(state => ({ bottomTab: tab, shown: { ...state.shown, bottom: true } }));
}

/** Open the left region at a tab. */
export function showLeftTab(store: SettingsStore, tab: string): void {
  store.setState(state => ({ leftTab: tab, shown: { ...state.shown, left: true } }));
}
