import { t } from '../../messages/translate.ts';
import type { SourceChoice } from '../../model/profile-edits.ts';
import { MoveButtons } from './move-buttons.tsx';

interface SourceChoiceRowProps {
  readonly choice: SourceChoice;
  readonly label: string;
  readonly fixed: boolean;
  readonly canUp: boolean;
  readonly canDown: boolean;
  onChoose(on: boolean): void;
  onMove(by: -1 | 1): void;
}

/** One source: whether it is asked, and before which others. */
export function SourceChoiceRow({
  choice,
  label,
  fixed,
  canUp,
  canDown,
  onChoose,
  onMove,
}: SourceChoiceRowProps) {
  const { name, chosen, missing } = choice;
  return (
    <li
      className={`source-choice ${chosen ? '' : 'off'}`}
      data-testid={`source-choice:${name}`}
      onKeyDown={event => {
        if (!event.altKey || fixed) return;
        if (event.key === 'ArrowUp' && canUp) onMove(-1);
        else if (event.key === 'ArrowDown' && canDown) onMove(1);
        else return;
        event.preventDefault();
      }}
    >
      <label className="grow">
        <input
          type="checkbox"
          aria-label={label}
          disabled={fixed}
          checked={chosen}
          onChange={event => onChoose(event.currentTarget.checked)}
        />
        <span className="ellipsis">{name}</span>
        {missing && <span className="choice-missing">{t('profiles.missing')}</span>}
      </label>
      {!fixed && chosen && <MoveButtons name={name} canUp={canUp} canDown={canDown} onMove={onMove} />}
    </li>
  );
}
