import { X } from 'lucide-react';
import { useMemo } from 'react';
import { type InstanceDecl, type MappingDecl, mappingKey } from '../../../shared/patch/document.ts';
import { touches } from '../../../shared/patch/references.ts';
import { t } from '../../messages/translate.ts';
import { groupBy } from '../../../shared/group-by.ts';
import { removeRow } from '../../model/graph-edits.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { useRowName } from '../../model/names-hooks.ts';
import { reveal } from '../../model/selection-store.ts';
import { IconButton } from '../../ui/button.tsx';

/** The rows of an instance with what they are joined to: the canvas in words. */
export function RowTable({ decl }: { readonly decl: InstanceDecl }) {
  const model = useModel();
  const view = useModelState('graph', state => state.view.get(decl.name));
  const mappings = useModelState('patch', state => state.document.mappings);
  const wires = useMemo(() => wiresByEnd(mappings, decl.name), [mappings, decl.name]);
  if (!view || view.rows.length === 0) return null;
  const remove = (spec: string) => {
    const operations = removeRow(model.patch.getState().document, decl, spec);
    void model.edit(t('edit.removeChannel', { channel: `${decl.name}.${spec}` }), operations);
  };
  return (
    <section>
      <h3 className="setup-label">{t('inspector.channels')}</h3>
      <ul className="row-table">
        {view.rows.map(row => (
          <li key={row.spec}>
            <div className="grow">
              <RowName decl={decl} spec={row.spec} />
              <Ends channel={`${decl.name}.${row.spec}`} wires={wires} />
            </div>
            <IconButton
              label={t('inspector.removeChannel', { channel: row.spec })}
              onClick={() => remove(row.spec)}
            >
              <X size={13} />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RowName({ decl, spec }: { readonly decl: InstanceDecl; readonly spec: string }) {
  const name = useRowName(decl, spec);
  return (
    <>
      {name !== '' && <span className="row-table-name ellipsis">{name}</span>}
      <span className={`mono ellipsis ${name === '' ? '' : 'faint'}`}>{spec}</span>
    </>
  );
}

type Wires = ReadonlyMap<string, readonly MappingDecl[]>;

/** The wires of an instance by channel, found in one walk: there may be thousands of both. */
function wiresByEnd(mappings: readonly MappingDecl[], instance: string): Wires {
  const own = mappings.filter(mapping => touches(mapping, instance));
  const ends = own.flatMap(wire => [...new Set([wire.from, wire.to])].map(end => ({ end, wire })));
  const groups = groupBy(ends, one => one.end);
  return new Map([...groups].map(([end, found]) => [end, found.map(one => one.wire)]));
}

function Ends({ channel, wires }: { readonly channel: string; readonly wires: Wires }) {
  const model = useModel();
  return wires.get(channel)?.map(one => {
    const key = mappingKey(one);
    const out = one.from === channel;
    return (
      <button
        type="button"
        key={key}
        className="row-end ellipsis"
        onClick={() => reveal(model.selection, { wires: [key] })}
      >
        <span aria-hidden>{one.both ? '↔' : out ? '→' : '←'}</span> {out ? one.to : one.from}
      </button>
    );
  });
}
