import { RotateCcw, SlidersHorizontal } from 'lucide-react';
import { t } from '../../messages/translate.ts';
import { IconButton } from '../../ui/button.tsx';

interface ParameterActionsProps {
  readonly knob: string | undefined;
  hasKnob(channel: string): boolean;
  addKnob(channel: string): void;
  /** Undefined when the default holds already. */
  readonly reset: (() => void) | undefined;
}

/** Behind a parameter: back to its default, and onto the canvas. */
export function ParameterActions({ knob, hasKnob, addKnob, reset }: ParameterActionsProps) {
  const there = knob !== undefined && hasKnob(knob);
  return (
    <>
      {reset && (
        <IconButton label={t('stacks.default')} onClick={reset}>
          <RotateCcw size={13} />
        </IconButton>
      )}
      {knob !== undefined && (
        <IconButton
          label={t(there ? 'stacks.knobThere' : 'stacks.knob', { knob })}
          on={there}
          data-testid={`knob:${knob}`}
          onClick={() => {
            if (!there) addKnob(knob);
          }}
        >
          <SlidersHorizontal size={13} />
        </IconButton>
      )}
    </>
  );
}
