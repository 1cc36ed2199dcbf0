import './dialog.css';
import { type ReactNode, useEffect, useRef } from 'react';

interface DialogProps {
  readonly label: string;
  readonly className?: string;
  readonly testId?: string;
  onClose(): void;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus inside and closes with Escape or a click beside it. */
export function Dialog({ label, className = '', testId, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The dialog is out of the page by now: the browser has nowhere to give the focus back to.
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog nokey ${className}`}
      aria-label={label}
      data-testid={testId}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={event => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
