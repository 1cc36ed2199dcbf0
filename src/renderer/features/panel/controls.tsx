import { type KeyboardEvent, type PointerEvent, useCallback } from 'react';
import type { InstanceView } from '../../model/graph-view.ts';
import { useLiveRef } from '../../model/use-live.ts';
import { useModel } from '../../model/use-model.ts';
import { testId } from '../../ui/test-ids.ts';
import { labelText, type PanelControl, scaled } from './panel-controls.ts';
import { useControl } from './use-control.ts';

interface ControlProps {
  readonly view: InstanceView;
  readonly control: PanelControl;
  /** Drawn in the tab of all controls; a fader stands upright there. */
  readonly large?: boolean;
}

const STEP = 0.01;

function idOf(ref: string, large: boolean): string {
  return large ? testId.largeControl(ref) : testId.control(ref);
}

/** A fader. Drag anywhere on it; arrows move it by a hundredth, with Shift by a tenth. */
export function Fader({ view, control, large = false }: ControlProps) {
  const { live } = useModel();
  const spec = control.specs[0] ?? control.id;
  const { index, send } = useControl(view, spec);
  const paint = useCallback(
    (element: HTMLElement, value: number) => {
      element.style.setProperty('--at', String(Number.isNaN(value) ? 0 : value));
      element.setAttribute('aria-valuenow', Number.isNaN(value) ? '0' : value.toFixed(3));
      element.setAttribute('aria-valuetext', scaled(control, value));
    },
    [control],
  );
  const onKey = (event: KeyboardEvent) => {
    const next = keyValue(event, live.get(index) || 0);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    send(next);
  };
  return (
    <div
      ref={useLiveRef(index, paint)}
      className={`fader nodrag nopan nokey ${large ? 'upright' : ''}`}
      role="slider"
      tabIndex={0}
      aria-label={control.title}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-orientation={large ? 'vertical' : 'horizontal'}
      data-testid={idOf(`${view.decl.name}.${spec}`, large)}
      {...dragging((right, up) => send(large ? up : right))}
      onKeyDown={onKey}
    >
      <span className="fader-fill" />
      <span className="fader-knob" />
    </div>
  );
}

/** Handlers that tell where the pointer is from its press to its release: 0 to 1 to the right and up, or beyond. */
function dragging(move: (right: number, up: number) => void) {
  const follow = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const area = event.currentTarget.getBoundingClientRect();
    move((event.clientX - area.left) / area.width, 1 - (event.clientY - area.top) / area.height);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    follow(event);
  };
  return { onPointerDown, onPointerMove: follow };
}

/** The value after a key, or undefined when the key means nothing here. */
function keyValue(event: KeyboardEvent, now: number): number | undefined {
  const step = event.shiftKey ? STEP * 10 : STEP;
  switch (event.key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return now + step;
    case 'ArrowLeft':
    case 'ArrowDown':
      return now - step;
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return undefined;
  }
}

/** 1 while it is held. */
export function PushButton({ view, control, large = false }: ControlProps) {
  const spec = control.specs[0] ?? control.id;
  const { index, send } = useControl(view, spec);
  return (
    <button
      type="button"
      ref={useLiveRef<HTMLButtonElement>(index, paintLit)}
      className="push nodrag nopan nokey"
      data-testid={idOf(`${view.decl.name}.${spec}`, large)}
      onPointerDown={event => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        send(1);
      }}
      onPointerUp={() => send(0)}
      onPointerCancel={() => send(0)}
      onKeyDown={event => {
        if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) send(1);
      }}
      onKeyUp={event => {
        if (event.key === ' ' || event.key === 'Enter') send(0);
      }}
    >
      {control.title}
    </button>
  );
}

/** Stays at 0 or 1. */
export function ToggleButton({ view, control, large = false }: ControlProps) {
  const { live } = useModel();
  const spec = control.specs[0] ?? control.id;
  const { index, send } = useControl(view, spec);
  return (
    <button
      type="button"
      ref={useLiveRef<HTMLButtonElement>(index, paintLit)}
      className="push toggle nodrag nopan nokey"
      role="switch"
      data-testid={idOf(`${view.decl.name}.${spec}`, large)}
      onClick={() => send(live.get(index) >= 0.5 ? 0 : 1)}
    >
      <span className="toggle-light" />
      {control.title}
    </button>
  );
}

function paintLit(element: HTMLElement, value: number): void {
  const lit = value >= 0.5;
  element.classList.toggle('lit', lit);
  element.setAttribute(
    element.getAttribute('role') === 'switch' ? 'aria-checked' : 'aria-pressed',
    String(lit),
  );
}

/** A pad: x from left to right, y from bottom to top. */
export function Pad({ view, control, large = false }: ControlProps) {
  const { live } = useModel();
  const x = useControl(view, `${control.id}.x`);
  const y = useControl(view, `${control.id}.y`);
  const step = (event: KeyboardEvent) => {
    const axis = event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? x : y;
    const next = keyValue(event, live.get(axis.index) || 0);
    if (next === undefined || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    event.stopPropagation();
    axis.send(next);
  };
  return (
    <div
      className="pad nodrag nopan nokey"
      role="group"
      tabIndex={0}
      aria-label={control.title}
      data-testid={idOf(`${view.decl.name}.${control.id}`, large)}
      {...dragging((right, up) => {
        x.send(right);
        y.send(up);
      })}
      onKeyDown={step}
    >
      <span className="pad-x" ref={useLiveRef<HTMLSpanElement>(x.index, paintX)}>
        <span className="pad-y" ref={useLiveRef<HTMLSpanElement>(y.index, paintY)}>
          <span className="pad-dot" />
        </span>
      </span>
    </div>
  );
}

function paintX(element: HTMLElement, value: number): void {
  element.style.transform = `translateX(${(Number.isNaN(value) ? 0 : value) * 100}%)`;
}

function paintY(element: HTMLElement, value: number): void {
  element.style.transform = `translateY(${(Number.isNaN(value) ? 0 : -value) * 100}%)`;
}

/** Only shows: a text of its own for each part of the range, or the number. */
export function LabelView({ view, control, large = false }: ControlProps) {
  const spec = control.specs[0] ?? control.id;
  const { index } = useControl(view, spec);
  const paint = useCallback(
    (element: HTMLElement, value: number) => {
      element.textContent = labelText(control, value) ?? scaled(control, value);
    },
    [control],
  );
  return (
    <output
      className="label-view number ellipsis"
      data-testid={idOf(`${view.decl.name}.${spec}`, large)}
      ref={useLiveRef<HTMLOutputElement>(index, paint)}
    />
  );
}

/** The value of a control in its own scale. */
export function ScaledValue({
  view,
  control,
  spec,
  large = false,
}: ControlProps & { readonly spec: string }) {
  const { index } = useControl(view, spec);
  const paint = useCallback(
    (element: HTMLElement, value: number) => {
      const text = scaled(control, value);
      if (element.textContent !== text) element.textContent = text;
    },
    [control],
  );
  return (
    <span
      className="value number"
      data-testid={large ? undefined : testId.value(`${view.decl.name}.${spec}`)}
      ref={useLiveRef<HTMLSpanElement>(index, paint)}
    />
  );
}
