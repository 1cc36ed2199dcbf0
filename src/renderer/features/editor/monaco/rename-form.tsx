import { useEffect, useState } from 'react';
import { isScriptLanguage } from '../../../../shared/script/api.ts';
import { t } from '../../../messages/translate.ts';
import { commitRename, renameFault } from '../../../model/editor-rename.ts';
import type { ChannelRename } from '../../../model/editor-store.ts';
import { useModel } from '../../../model/use-model.ts';
import { Button } from '../../../ui/button.tsx';
import { Diff } from '../diff.tsx';
import { type ModulePlan, planRename } from './rename-modules.ts';

const PLAN_DELAY = 150;

/** Another name for a channel of a script, with every line of code that follows it. */
export function RenameForm({ instance, channel }: ChannelRename) {
  const model = useModel();
  const [to, setTo] = useState(channel);
  const plan = usePlan(instance, channel, to);
  const names = model.devices
    .getState()
    .channels.filter(one => one.instance === instance)
    .map(one => one.channel);
  const fault = renameFault(names, channel, to) ?? (plan && unsavedFault(plan));
  const close = () => model.editor.setState({ rename: undefined });
  const take = () => {
    if (to === channel) return close();
    if (fault !== undefined || !plan) return;
    void commitRename(model, instance, channel, to, plan.edits).then(done => done && close());
  };
  return (
    <form
      className="rename-form"
      onSubmit={event => {
        event.preventDefault();
        take();
      }}
    >
      <h2>{t('rename.title', { channel })}</h2>
      <input
        className={`input mono ${fault === undefined ? '' : 'bad'}`}
        aria-label={t('rename.name')}
        data-testid="rename-channel"
        value={to}
        autoFocus
        onFocus={event => event.currentTarget.select()}
        onChange={event => setTo(event.currentTarget.value)}
      />
      <p className={fault === undefined ? 'muted' : 'rename-fault'}>
        {fault ?? t(plan && plan.edits.length > 0 ? 'rename.follows' : 'rename.noCode')}
      </p>
      <div className="diffs">
        {plan?.edits.map(one => (
          <Diff key={one.path} edit={one} />
        ))}
      </div>
      <div className="dialog-actions">
        <Button onClick={close}>{t('dialog.cancel')}</Button>
        <Button
          tone="main"
          type="submit"
          data-testid="rename-confirm"
          disabled={!plan || fault !== undefined || to === channel}
        >
          {t('rename.do')}
        </Button>
      </div>
    </form>
  );
}

function unsavedFault({ unsaved }: ModulePlan): string | undefined {
  return unsaved.length === 0 ? undefined : t('rename.unsaved', { files: unsaved.join(', ') });
}

/** What would change in the modules; undefined until it is known. */
function usePlan(instance: string, from: string, to: string): ModulePlan | undefined {
  const model = useModel();
  const [known, setKnown] = useState<{ readonly to: string; readonly plan: ModulePlan }>();
  useEffect(() => {
    let wanted = true;
    const backend =
      model.patch.getState().document.instances.find(one => one.name === instance)?.backend ?? '';
    if (!isScriptLanguage(backend)) return;
    const timer = setTimeout(() => {
      planRename(model, instance, backend, from, to).then(plan => {
        if (wanted) setKnown({ to, plan });
      }, model.complain);
    }, PLAN_DELAY);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [model, instance, from, to]);
  return known?.to === to ? known.plan : undefined;
}
