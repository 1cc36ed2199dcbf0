import './tabs.css';
import type { PanelSpec } from './panel-spec.ts';
import { testId } from './test-ids.ts';

interface TabsProps {
  readonly label: string;
  readonly panels: readonly PanelSpec[];
  readonly current: string;
  onChoose(id: string): void;
}

/** The strip of tabs; arrow keys move along it. */
export function Tabs({ label, panels, current, onChoose }: TabsProps) {
  const step = (by: number) => {
    const at = panels.findIndex(one => one.id === current);
    const next = panels[(at + by + panels.length) % panels.length];
    if (next) onChoose(next.id);
  };
  return (
    <div
      className="tabs"
      role="tablist"
      aria-label={label}
      onKeyDown={event => {
        if (event.key === 'ArrowRight') step(1);
        if (event.key === 'ArrowLeft') step(-1);
      }}
    >
      {panels.map(({ id, title, badge: Badge }) => (
        <button
          type="button"
          key={id}
          role="tab"
          className="tab"
          aria-selected={id === current}
          tabIndex={id === current ? 0 : -1}
          data-testid={testId.tab(id)}
          onClick={() => onChoose(id)}
        >
          {title}
          {Badge && <Badge />}
        </button>
      ))}
    </div>
  );
}
