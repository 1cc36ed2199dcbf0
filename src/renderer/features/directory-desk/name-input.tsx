import { useState } from 'react';

interface NameInputProps {
  readonly label: string;
  readonly value: string;
  readonly testId: string;
  readonly className?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** Answers what is wrong with it; empty when it was kept. */
  onKeep(text: string): Promise<string>;
}

/** A line of text that is kept with Enter or when it is left; Escape gives it back. A fault stands below it. */
export function NameInput({ label, value, testId, className = '', onKeep, ...rest }: NameInputProps) {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const [fault, setFault] = useState('');
  const drop = () => {
    setDraft(undefined);
    setFault('');
  };
  const keep = async () => {
    const text = draft?.trim();
    if (text === undefined || text === value) return drop();
    const wrong = await onKeep(text);
    setFault(wrong);
    if (wrong === '') setDraft(undefined);
  };
  return (
    <div className={`name-input ${className}`}>
      <input
        {...rest}
        className="input"
        aria-label={label}
        aria-invalid={fault !== ''}
        data-testid={testId}
        spellCheck={false}
        autoComplete="off"
        value={draft ?? value}
        onChange={event => setDraft(event.currentTarget.value)}
        onBlur={() => void keep()}
        onKeyDown={event => {
          if (event.key === 'Enter') void keep();
          if (event.key !== 'Escape' || draft === undefined) return;
          event.preventDefault();
          drop();
        }}
      />
      {fault !== '' && (
        <p className="field-error" role="alert" data-testid={`${testId}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}
