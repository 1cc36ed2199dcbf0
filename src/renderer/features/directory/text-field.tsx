import { useState } from 'react';
import { Field } from '../../ui/field.tsx';
import { testId } from '../../ui/test-ids.ts';

interface TextFieldProps {
  readonly label: string;
  readonly help: string;
  readonly name: string;
  readonly value: string;
  onChange(text: string): void;
}

/** A line of text. It keeps what is typed as it is typed, also where the value is another spelling of it. */
export function TextField({ label, help, name, value, onChange }: TextFieldProps) {
  const [typed, setTyped] = useState<{ readonly text: string; readonly of: string } | undefined>(undefined);
  return (
    <Field label={label} help={help}>
      {({ id, describedBy }) => (
        <input
          id={id}
          aria-describedby={describedBy}
          className="input"
          data-testid={testId.field(name)}
          spellCheck={false}
          autoComplete="off"
          value={typed && (typed.of === value || typed.text === value) ? typed.text : value}
          onChange={event => {
            const text = event.currentTarget.value;
            setTyped({ text, of: value });
            onChange(text);
          }}
          onBlur={() => setTyped(undefined)}
        />
      )}
    </Field>
  );
}
