import { t } from '../../messages/translate.ts';
import type { Batch } from '../../model/batch.ts';
import type { Model } from '../../model/model.ts';
import { useModel } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { download } from '../../ui/download.ts';
import { batchCsv, batchSidecar, type Provenance } from './batch-export.ts';

/** The table as CSV, and beside it what made the results. */
export function BatchExport({ batch }: { readonly batch: Batch }) {
  const model = useModel();
  const stamp = new Date(batch.startedAt)
    .toISOString()
    .slice(0, 19)
    .replaceAll(/[-:]/g, '')
    .replace('T', '-');
  const name = `${batch.instance}-${stamp}`;
  return (
    <>
      <Button
        data-testid="batch-csv"
        onClick={() => download(`${name}.csv`, 'text/csv;charset=utf-8', batchCsv(batch))}
      >
        {t('batch.csv')}
      </Button>
      <Button
        data-testid="batch-sidecar"
        onClick={() =>
          download(`${name}.provenance.json`, 'application/json', batchSidecar(batch, provenanceOf(model)))
        }
      >
        {t('batch.sidecar')}
      </Button>
    </>
  );
}

function provenanceOf(model: Model): Provenance {
  const { path, name } = model.patch.getState();
  return {
    version: model.host.getState().info?.version ?? '',
    patch: path ?? name,
    modules: Object.fromEntries(model.stacks.getState().modules.map(one => [one.name, one.version])),
  };
}
