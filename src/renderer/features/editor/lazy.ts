import { lazy } from 'react';

// Monaco and all that knows it is one chunk of its own, loaded when a script is first opened.
export const CodeArea = lazy(() => import('./monaco/code-area.tsx').then(one => ({ default: one.CodeArea })));
export const RenameForm = lazy(() =>
  import('./monaco/rename-form.tsx').then(one => ({ default: one.RenameForm })),
);
