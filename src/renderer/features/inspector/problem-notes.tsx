import { t } from '../../messages/translate.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { testId } from '../../ui/test-ids.ts';

/** What is wrong with an instance as a whole; faults of single options stand at their fields. */
export function ProblemNotes({ instance }: { readonly instance: string }) {
  const model = useModel();
  const problems = useModelState('problems', state => state.byInstance.get(instance)) ?? [];
  const whole = problems.filter(one => one.place.kind !== 'instance' || one.place.option === undefined);
  return whole.map(one => (
    <div key={one.id} className={`problem-note ${one.severity}`}>
      <p>{one.message}</p>
      {one.help !== '' && <p className="muted">{one.help}</p>}
      {one.fixes.map(fix => (
        <Button
          key={fix.id}
          data-testid={testId.fix(fix.id)}
          onClick={() =>
            void model.link.call('patch.fix', { problem: one.id, fix: fix.id }).catch(model.complain)
          }
        >
          {fix.label}
        </Button>
      ))}
      {one.count > 1 && <p className="faint">{t('problem.count', { n: one.count })}</p>}
    </div>
  ));
}
