import './toasts.css';
import { Check, CircleAlert, X } from 'lucide-react';
import { t } from '../../messages/translate.ts';
import { dropToast, type Toast } from '../../model/toast-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button, IconButton } from '../../ui/button.tsx';

/** Short answers to what the user just did. */
export function Toasts() {
  const toasts = useModelState('toasts', state => state.toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(one => (
        <ToastView key={one.id} toast={one} />
      ))}
    </div>
  );
}

function ToastView({ toast }: { readonly toast: Toast }) {
  const model = useModel();
  const close = () => dropToast(model.toasts, toast.id);
  return (
    <div className={`toast ${toast.kind}`} data-testid="toast">
      {toast.kind === 'done' ? <Check size={15} /> : <CircleAlert size={15} />}
      <div className="grow">
        <p>{toast.text}</p>
        {toast.help !== '' && <p className="muted">{toast.help}</p>}
      </div>
      {toast.action && (
        <Button
          onClick={() => {
            toast.action?.run();
            close();
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton label={t('toast.close')} onClick={close}>
        <X size={13} />
      </IconButton>
    </div>
  );
}
