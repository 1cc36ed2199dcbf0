import './status-mark.css';
import { CircleAlert, CircleDashed, CircleX, Clock } from 'lucide-react';
import type { InstanceState } from '../../shared/plugin/backend.ts';

interface StatusMarkProps {
  readonly status: InstanceState;
  /** Says the state in words. */
  readonly label: string;
}

/** The state of an instance as a shape and a colour. */
export function StatusMark({ status, label }: StatusMarkProps) {
  return (
    <span className={`status-mark ${status}`} role="img" aria-label={label} title={label}>
      {statusIcon(status)}
    </span>
  );
}

function statusIcon(status: InstanceState) {
  switch (status) {
    case 'ok':
      return <span className="status-dot" />;
    case 'starting':
      return <CircleDashed size={12} />;
    case 'waiting':
      return <Clock size={12} />;
    case 'error':
      return <CircleAlert size={12} />;
    case 'unavailable':
      return <CircleX size={12} />;
  }
}
