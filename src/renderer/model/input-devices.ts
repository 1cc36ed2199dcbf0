import type { GamepadFeed } from './input-gamepad.ts';
import type { KeyFeed } from './input-keyboard.ts';
import type { PatchStore } from './patch-store.ts';

/** Tell the feeds which instances of theirs the open patch has. */
export function followInputs(patch: PatchStore, gamepads: GamepadFeed, keys: KeyFeed): void {
  patch.subscribe(({ document: { instances } }, before) => {
    if (instances === before.document.instances) return;
    const of = (backend: string) => instances.filter(one => one.backend === backend).map(one => one.name);
    gamepads.setInstances(of('gamepad'));
    keys.setInstances(of('keyboard'));
  });
}
