import { t } from '../../messages/translate.ts';
import { useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { testId } from '../../ui/test-ids.ts';

/** A question about the user's own last action. */
export function QuestionDialog() {
  const question = useModelState('dialogs', state => state.question);
  if (!question) return null;
  const { title, text, choices, answer } = question;
  return (
    <Dialog key={title + text} label={title} testId="dialog" onClose={() => answer(undefined)}>
      <div className="question">
        <h2>{title}</h2>
        <p className="muted">{text}</p>
        <div className="dialog-actions">
          <Button data-testid={testId.choice('cancel')} onClick={() => answer(undefined)}>
            {t('dialog.cancel')}
          </Button>
          {choices.map(one => (
            <Button
              key={one.id}
              tone={one.tone}
              data-testid={testId.choice(one.id)}
              onClick={() => answer(one.id)}
            >
              {one.label}
            </Button>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
