import { useEffect, useState } from 'react';
import type { StackJob } from '../../../shared/contract/calls/stacks.ts';
import { toCodedError } from '../../../shared/error/coded-error.ts';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { useModel } from '../../model/use-model.ts';
import { filesOf, queryOf } from './stack-items.ts';

/** A stack that changed is computed when its fields have come to rest. */
const REST = 400;

export interface Preview {
  /** The sound before; undefined when there is none or there are several. */
  readonly before: string | undefined;
  /** The newest result. */
  readonly after: string | undefined;
  readonly running: boolean;
  /** Why there is no result; empty when there is one. */
  readonly fault: string;
}

/** Compute the sound of an instance each time its stack changes. The last good result stays until the next one. */
export function usePreview(decl: InstanceDecl): Preview {
  const model = useModel();
  const query = JSON.stringify(queryOf(decl) ?? null);
  const [result, setResult] = useState<Omit<Preview, 'before'>>({
    after: undefined,
    running: false,
    fault: '',
  });
  useEffect(() => {
    let current = true;
    const wanted = JSON.parse(query) as { file: unknown } | null;
    const timer = setTimeout(() => {
      if (!wanted) return setResult({ after: undefined, running: false, fault: '' });
      setResult(last => ({ ...last, running: true }));
      const done = (job: StackJob) => {
        if (!current) return;
        if (job.state === 'done') setResult({ after: job.details, running: false, fault: '' });
        else setResult(last => ({ ...last, running: false, fault: job.details }));
      };
      const failed = (thrown: unknown) => {
        if (current) setResult(last => ({ ...last, running: false, fault: toCodedError(thrown).message }));
      };
      model.link.call('stacks.run', { query: wanted, wait: true }).then(done, failed);
    }, REST);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [model, query]);
  const files = filesOf(decl);
  return { before: files.length === 1 ? files[0] : undefined, ...result };
}
