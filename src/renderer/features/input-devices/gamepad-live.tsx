import './input-devices.css';
import { useCallback } from 'react';
import { useStore } from 'zustand';
import { t } from '../../messages/translate.ts';
import type { InstanceView } from '../../model/graph-view.ts';
import type { PadState } from '../../model/input-gamepad.ts';
import { useModel } from '../../model/use-model.ts';

const STICKS = [0, 1];
const SHOWN_BUTTONS = Array.from({ length: 16 }, (_, i) => i);

/** What the gamepad of an instance does now: both sticks and the buttons, painted past React. */
export function GamepadLive({ view }: { readonly view: InstanceView }) {
  const { gamepads } = useModel();
  const index = useStore(gamepads.store, state => state.taken.get(view.decl.name) ?? null);
  const ref = useCallback(
    (element: HTMLElement | null) =>
      element === null || index === null
        ? undefined
        : gamepads.watch(pads =>
            paint(
              element,
              pads.find(pad => pad.index === index),
            ),
          ),
    [gamepads, index],
  );
  if (index === null) return <p className="input-live faint">{t('gamepad.none')}</p>;
  return (
    <div className="input-live" ref={ref} data-testid="gamepad-live">
      {STICKS.map(stick => (
        <span key={stick} className="pad-stick">
          <span />
        </span>
      ))}
      <span className="pad-buttons" role="img" aria-label={t('gamepad.buttons')}>
        {SHOWN_BUTTONS.map(button => (
          <i key={button} />
        ))}
      </span>
    </div>
  );
}

function paint(element: HTMLElement, pad: PadState | undefined): void {
  element.querySelectorAll<HTMLElement>('.pad-stick > span').forEach((dot, stick) => {
    const [x = 0, y = 0] = [pad?.axes[stick * 2], pad?.axes[stick * 2 + 1]];
    dot.style.transform = `translate(${x * 8}px, ${y * 8}px)`;
  });
  element.querySelectorAll<HTMLElement>('.pad-buttons > i').forEach((lamp, button) => {
    lamp.style.opacity = String(0.18 + 0.82 * (pad?.buttons[button] ?? 0));
  });
}
