import './choice-list.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';

interface ChoiceListProps<T> {
  readonly label: string;
  readonly placeholder: string;
  readonly testId: string;
  readonly text: string;
  readonly items: readonly T[];
  readonly empty: string;
  onText(text: string): void;
  onTake(item: T): void;
  onClose(): void;
  keyOf(item: T): string;
  row(item: T): ReactNode;
}

/** A box to type in over a list to choose from: arrows move, Enter takes, Escape closes. */
export function ChoiceList<T>(props: ChoiceListProps<T>) {
  const { items, text } = props;
  const [marked, setMarked] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(marked, items.length - 1);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const onKey = (key: string): boolean => {
    const item = items[at];
    if (key === 'ArrowDown') setMarked(Math.min(at + 1, items.length - 1));
    else if (key === 'ArrowUp') setMarked(Math.max(at - 1, 0));
    else if (key === 'Escape') props.onClose();
    else if (key === 'Enter' && item !== undefined) props.onTake(item);
    else return key === 'Tab';
    return true;
  };
  return (
    <>
      <input
        className="choice-input"
        role="combobox"
        aria-expanded
        aria-label={props.label}
        placeholder={props.placeholder}
        data-testid={props.testId}
        autoFocus
        spellCheck={false}
        value={text}
        onChange={event => {
          setMarked(0);
          props.onText(event.currentTarget.value);
        }}
        onKeyDown={event => {
          event.stopPropagation();
          if (onKey(event.key)) event.preventDefault();
        }}
      />
      <div className="choices" role="listbox" aria-label={props.label} ref={list}>
        {items.map((item, i) => (
          <div
            key={props.keyOf(item)}
            role="option"
            aria-selected={i === at}
            className="choice"
            onPointerMove={() => setMarked(i)}
            onClick={() => props.onTake(item)}
          >
            {props.row(item)}
          </div>
        ))}
        {items.length === 0 && <p className="choice-none">{props.empty}</p>}
      </div>
    </>
  );
}
