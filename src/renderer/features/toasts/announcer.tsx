import { useEffect, useState } from 'react';
import { useModel } from '../../model/use-model.ts';

/** Tells screen readers what changed in the patch, whoever changed it; at most once a second. */
export function Announcer() {
  const model = useModel();
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = model.link.on('patch.edited', ({ label }) => {
      clearTimeout(timer);
      timer = setTimeout(() => setText(label), 1000);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [model]);
  return (
    <div className="visually-hidden" role="status">
      {text}
    </div>
  );
}
