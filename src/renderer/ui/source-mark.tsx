import './source-mark.css';
import { CircleAlert, CircleDashed, CircleOff, CircleX } from 'lucide-react';
import type { SourceState } from '../../shared/contract/calls/directory.ts';

/** The state of a source of the directory as a shape and a colour; `label` says it in words. */
export function SourceMark({ state, label }: { readonly state: SourceState; readonly label: string }) {
  return (
    <span className={`source-mark ${state}`} role="img" aria-label={label} title={label}>
      {icon(state)}
    </span>
  );
}

function icon(state: SourceState) {
  switch (state) {
    case 'ready':
      return <span className="source-dot" />;
    case 'idle':
    case 'loading':
      return <CircleDashed size={12} />;
    case 'degraded':
      return <CircleAlert size={12} />;
    case 'failed':
      return <CircleX size={12} />;
    case 'disabled':
      return <CircleOff size={12} />;
  }
}
