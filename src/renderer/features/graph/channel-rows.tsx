import { memo } from 'react';
import type { ChannelRow as Row, InstanceView } from '../../model/graph-view.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { namelessReason } from '../../model/names-hooks.ts';
import { useIndexes, useResolved } from '../../model/use-channels.ts';
import { t } from '../../messages/translate.ts';
import { testId } from '../../ui/test-ids.ts';
import { LiveBar, LiveNumber, SparkBar } from './live-cells.tsx';
import { RowHandles } from './row-handles.tsx';
import { RowLabel } from './row-label.tsx';

/** The usual body of a node: a row for each channel or bundle. */
export const ChannelRows = memo(function ChannelRows({ view }: { readonly view: InstanceView }) {
  const { name } = view.decl;
  const named = useModelState('names', state => state.named.has(name));
  // Room for names from the moment they are asked for: rows that move when names come take all their wires along.
  const bound = useModelState('directory', state =>
    state.sources.some(source => source.config.bind?.instance === name && source.state !== 'disabled'),
  );
  return (
    <div className={`rows ${named || bound ? 'named' : ''}`}>
      {view.rows.map(row => (
        <ChannelRow key={row.spec} view={view} row={row} />
      ))}
    </div>
  );
});

const ChannelRow = memo(function ChannelRow({
  view,
  row,
}: {
  readonly view: InstanceView;
  readonly row: Row;
}) {
  const { names } = useModel();
  const ref = `${view.decl.name}.${row.spec}`;
  const resolved = useResolved(view.decl, row.spec);
  const indexes = useIndexes(view.decl, row.spec);
  const label = resolved?.infos.length === 1 ? resolved.infos[0]?.label : undefined;
  const known = useModelState('devices', state => state.manifests.has(view.decl.backend));
  // Without its backend nobody can tell whether a channel is one.
  const fault = known ? (resolved?.fault ?? '') : '';
  return (
    <div
      className={`row ${fault === '' ? '' : 'bad'}`}
      data-testid={testId.row(ref)}
      data-channel={row.spec}
      tabIndex={-1}
      title={fault || ref}
      onPointerEnter={event => {
        const nameless = namelessReason(names.getState(), view.decl.name);
        event.currentTarget.title = fault || [ref, nameless].filter(Boolean).join('\n');
      }}
    >
      <RowHandles view={view} spec={row.spec} />
      <RowLabel view={view} spec={row.spec} label={label ?? ''} />
      {fault === '' ? (
        <RowValue indexes={indexes} count={row.count} testId={testId.value(ref)} />
      ) : (
        <span className="row-fault">{t('row.unknown')}</span>
      )}
    </div>
  );
});

function RowValue({
  indexes,
  count,
  testId: id,
}: {
  readonly indexes: readonly number[];
  readonly count: number;
  readonly testId: string;
}) {
  if (count > 1) {
    return (
      <>
        <SparkBar indexes={indexes} />
        <span className="value number">×{count}</span>
      </>
    );
  }
  const index = indexes[0] ?? -1;
  return (
    <>
      <LiveBar index={index} />
      <LiveNumber index={index} testId={id} />
    </>
  );
}
