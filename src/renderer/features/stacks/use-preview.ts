import { useEffect, useState } from 'react';
import type { StackJob } from '../../../shared/contract/calls/stacks.ts';
import { toCodedError } from '../../../shared/error/coded-error.ts';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { useModel } from '../../model/use-model.ts';
import { filesOf, queryOf } from './stack-items.ts';

/** A stack that changed is computed when its fields have come to rest, ms. */
const REST = 400;

export interface Preview {
  /** The sound before; several files are joined first. */
  readonly before: string | undefined;
  /** The newest result. */
  readonly after: string | undefined;
  readonly running: boolean;
  /** Why there is no result; empty when there is one. */
  readonly fault: string;
}

interface Result {
  readonly file: string | undefined;
  readonly running: boolean;
  readonly fault: string;
}

const NOTHING: Result = { file: undefined, running: false, fault: '' };

/** Compute the sound of an instance each time its stack changes. The last good result stays until the next one. */
export function usePreview(decl: InstanceDecl): Preview {
  const files = filesOf(decl);
  const query = queryOf(decl);
  const joined = useResult(files.length > 1 && query ? { ...query, stack: [] } : undefined);
  const { file: after, running, fault } = useResult(query);
  return { before: files.length > 1 ? joined.file : files[0], after, running, fault };
}

function useResult(query: object | undefined): Result {
  const { link } = useModel();
  const text = query ? JSON.stringify(query) : '';
  const [result, setResult] = useState<Result>(NOTHING);
  useEffect(() => {
    let current = true;
    const show = (change: Partial<Result>) => {
      if (current) setResult(last => ({ ...last, running: false, ...change }));
    };
    const ended = ({ state, details }: StackJob) =>
      show(state === 'done' ? { file: details, fault: '' } : { fault: details });
    const compute = () => {
      if (text === '') return show(NOTHING);
      show({ running: true });
      const wanted = JSON.parse(text) as { file: unknown };
      link
        .call('stacks.run', { query: wanted, wait: true })
        .then(ended, (thrown: unknown) => show({ fault: toCodedError(thrown).message }));
    };
    const timer = setTimeout(compute, REST);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [link, text]);
  return text === '' ? NOTHING : result;
}
