import type { ComponentPropsWithoutRef } from 'react';

type SwitchProps = Omit<ComponentPropsWithoutRef<'input'>, 'type' | 'role' | 'className' | 'onChange'> & {
  readonly checked: boolean;
  set(on: boolean): void;
};

/** On or off, at once. */
export function Switch({ set, ...attributes }: SwitchProps) {
  return (
    <input
      {...attributes}
      type="checkbox"
      role="switch"
      className="switch"
      onChange={event => set(event.currentTarget.checked)}
    />
  );
}
