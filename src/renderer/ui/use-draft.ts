import { useEffect, useRef, useState } from 'react';

const PAUSE = 300;

/**
 * Text of a field that applies by itself 0.3 s after the last key, or at once by `flush`. While nobody types, it
 * follows what the patch says.
 */
export function useDraft(
  saved: string,
  apply: (text: string) => void,
): { readonly text: string; change(text: string): void; flush(): void } {
  const [draft, setDraft] = useState<{ readonly text: string; readonly of: string } | undefined>(undefined);
  const timer = useRef<{ handle: ReturnType<typeof setTimeout>; run: () => void } | undefined>(undefined);
  // A draft counts until the patch says something else than what it was begun on, and never again after that.
  if (draft !== undefined && draft.of !== saved) setDraft(undefined);
  const text = draft?.of === saved ? draft.text : saved;
  // What is applied late is applied to the form as it is then: another field may have changed meanwhile.
  const latest = useRef(apply);
  useEffect(() => void (latest.current = apply), [apply]);
  useEffect(() => () => timer.current?.run(), []);
  const flush = () => timer.current?.run();
  const change = (next: string) => {
    setDraft({ text: next, of: saved });
    if (timer.current) clearTimeout(timer.current.handle);
    const run = () => {
      if (timer.current) clearTimeout(timer.current.handle);
      timer.current = undefined;
      latest.current(next);
    };
    timer.current = { run, handle: setTimeout(run, PAUSE) };
  };
  return { text, change, flush };
}
