import './problems.css';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { Problem, ProblemPlace, Severity } from '../../../shared/error/problem.ts';
import { count, dateAndTime, t } from '../../messages/translate.ts';
import { revealPlace } from '../../model/reveal-place.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyNote } from '../../ui/empty-note.tsx';
import type { PanelSpec } from '../../ui/panel-spec.ts';
import { testId } from '../../ui/test-ids.ts';

/** Nobody reads more at once, and thousands of rows would stop the window: each wire of a lost device has one. */
const SHOWN = 300;

/** Everything that is wrong now; each line leads to the thing itself and offers the ways out. */
function Problems() {
  const problems = useModelState('problems', state => state.problems);
  if (problems.length === 0) return <EmptyNote title={t('problem.none')} text={t('problem.noneText')} />;
  return (
    <ul className="problems" aria-label={t('problem.title')}>
      {problems.slice(0, SHOWN).map(one => (
        <ProblemRow key={one.id} problem={one} />
      ))}
      {problems.length > SHOWN && (
        <li className="problem-rest faint">{t('problem.more', { n: count(problems.length - SHOWN) })}</li>
      )}
    </ul>
  );
}

function ProblemBadge() {
  const problems = useModelState('problems', state => state.problems);
  if (problems.length === 0) return null;
  const severity = problems.some(one => one.severity === 'error') ? 'error' : 'warning';
  return <span className={`badge ${severity}`}>{problems.length}</span>;
}

export const problemsPanel: PanelSpec = {
  id: 'problems',
  title: t('problem.title'),
  region: 'bottom',
  component: Problems,
  badge: ProblemBadge,
};

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const model = useModel();
  const { severity, message, help, place, since, fixes } = problem;
  const fix = (id: string) =>
    void model.link.call('patch.fix', { problem: problem.id, fix: id }).catch(model.complain);
  return (
    <li className={`problem ${severity}`} data-testid={testId.problem(problem.code)}>
      <SeverityMark severity={severity} />
      <button type="button" className="problem-text" onClick={() => revealPlace(model, place)}>
        <span>{message}</span>
        {help !== '' && <span className="muted">{help}</span>}
        <span className="faint problem-more">
          {placeName(place)} · {t('problem.since', { time: dateAndTime(since) })}
          {problem.count > 1 && ` · ${t('problem.count', { n: problem.count })}`}
        </span>
      </button>
      <span className="problem-fixes">
        {fixes.map(one => (
          <Button key={one.id} data-testid={testId.fix(one.id)} onClick={() => fix(one.id)}>
            {one.label}
          </Button>
        ))}
      </span>
    </li>
  );
}

function SeverityMark({ severity }: { readonly severity: Severity }) {
  const Icon = { error: CircleAlert, warning: TriangleAlert, info: Info }[severity];
  return <Icon size={15} className="severity" aria-label={t(`severity.${severity}`)} />;
}

function placeName(place: ProblemPlace): string {
  switch (place.kind) {
    case 'instance':
      return [place.instance, place.option ?? place.channel].filter(Boolean).join(' · ');
    case 'mapping':
      return `${place.from} → ${place.to}`;
    case 'module':
    case 'file':
      return place.line === undefined ? place.file : `${place.file}:${place.line}`;
    case 'plugin':
      return place.plugin;
    case 'patch':
      return t('problem.patch');
  }
}
