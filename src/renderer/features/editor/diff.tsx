import type { ModuleEdit } from '../../../shared/patch/operation.ts';

interface Change {
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** The lines of a module that change. A rename never adds or takes lines. */
export function Diff({ edit }: { readonly edit: ModuleEdit }) {
  return (
    <section className="diff" data-testid={`diff:${edit.path}`}>
      <h3>{edit.path}</h3>
      {changesOf(edit).map(({ line, before, after }) => (
        <pre key={line}>
          <span className="diff-line">{line}</span>
          <del>{before}</del>
          {'\n'}
          <span className="diff-line" />
          <ins>{after}</ins>
        </pre>
      ))}
    </section>
  );
}

function changesOf({ before, after }: ModuleEdit): readonly Change[] {
  const next = after.split('\n');
  return before.split('\n').flatMap((line, i) => {
    const other = next[i] ?? '';
    return line === other ? [] : [{ line: i + 1, before: line, after: other }];
  });
}
