import './empty-note.css';
import type { ReactNode } from 'react';

/** What an empty panel is for, and at most one thing to do about it. */
export function EmptyNote({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty-note">
      <strong>{title}</strong>
      <p>{text}</p>
      {children}
    </div>
  );
}
