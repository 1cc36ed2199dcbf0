import { memo } from 'react';
import type { InstanceView } from '../../model/graph-view.ts';
import { askChannelRename } from '../../model/editor-commands.ts';
import { useRowName } from '../../model/names-hooks.ts';
import { useModel } from '../../model/use-model.ts';
import { testId } from '../../ui/test-ids.ts';
import { useFlow } from './use-flow.ts';

interface RowLabelProps {
  readonly view: InstanceView;
  readonly spec: string;
  /** What the backend calls it; empty when it says nothing. */
  readonly label: string;
}

/** What a row is called: the directory's name over the address, or the address alone. Double click names it; what code calls it, in a script. */
export const RowLabel = memo(function RowLabel({ view, spec, label }: RowLabelProps) {
  const model = useModel();
  const flow = useFlow();
  const ref = `${view.decl.name}.${spec}`;
  const name = useRowName(view.decl, spec);
  return (
    <span
      className={`row-label ellipsis ${name === '' ? '' : 'named'}`}
      title={name === '' ? label || spec : `${name}\n${ref}`}
      onDoubleClick={event => {
        event.stopPropagation();
        if (!askChannelRename(model, ref)) flow.store.setState({ naming: ref });
      }}
    >
      {name === '' ? (
        label || spec
      ) : (
        <>
          <span className="row-name ellipsis" data-testid={testId.name(ref)}>
            {name}
          </span>
          <span className="row-raw mono ellipsis">{spec}</span>
        </>
      )}
    </span>
  );
});
