import './field.css';
import { type ReactNode, useId } from 'react';

interface FieldProps {
  readonly label: string;
  readonly help?: string;
  /** What is wrong with the value; empty when nothing is. */
  readonly error?: string;
  readonly errorTestId?: string;
  readonly inline?: boolean;
  /** Gets the ids that tie the control to its label and texts. */
  children(ids: { readonly id: string; readonly describedBy: string }): ReactNode;
}

/** A labelled control with help and, where there is one, its fault. */
export function Field({ label, help = '', error = '', errorTestId, inline = false, children }: FieldProps) {
  const id = useId();
  const describedBy = `${id}-text`;
  return (
    <div className={`field ${inline ? 'inline' : ''} ${error === '' ? '' : 'bad'}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy })}
      <div id={describedBy} className="field-text">
        {error !== '' && (
          <p className="field-error" role="alert" data-testid={errorTestId}>
            {error}
          </p>
        )}
        {help !== '' && <p className="field-help">{help}</p>}
      </div>
    </div>
  );
}
