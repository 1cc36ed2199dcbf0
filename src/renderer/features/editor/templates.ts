import type { ScriptLanguage } from '../../../shared/script/api.ts';
import type { MessageKey } from '../../messages/translate.ts';

/** What a new module may begin with. */
export interface Template {
  readonly id: string;
  readonly title: MessageKey;
  readonly summary: MessageKey;
  /** Absent: the engine writes a handler for each wire that leads to the module. */
  readonly text: Readonly<Partial<Record<ScriptLanguage, string>>>;
}

export const TEMPLATES: readonly Template[] = [
  { id: 'wires', title: 'template.wires', summary: 'template.wires.text', text: {} },
  {
    id: 'handler',
    title: 'template.handler',
    summary: 'template.handler.text',
    text: {
      script: `import { output } from 'crosspatch';

/** Called with each value of the channel "handlers.fader". */
export function fader(value: number): void {
  console.log('fader', value);
}
`,
      python: `import midimonster


def fader(value):
    """Called with each value of the channel "handlers.fader"."""
    print("fader", value)
`,
      lua: `-- Called with each value of the channel "fader".
function fader(value)
  print("fader", value)
end
`,
    },
  },
  {
    id: 'interval',
    title: 'template.interval',
    summary: 'template.interval.text',
    text: {
      script: `import { interval, timestamp } from 'crosspatch';

/** Called 25 times a second. */
function step(): void {
  const phase = (timestamp() % 2000) / 2000;
  console.log(phase);
}

interval(step, 40);
`,
      python: `import midimonster


def step():
    """Called 25 times a second."""
    phase = (midimonster.timestamp() % 2000) / 2000
    print(phase)


midimonster.interval(step, 40)
`,
      lua: `-- Called 25 times a second.
function step()
  local phase = (timestamp() % 2000) / 2000
  print(phase)
end

interval(step, 40)
`,
    },
  },
];
