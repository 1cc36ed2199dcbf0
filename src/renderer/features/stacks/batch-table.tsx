import { Play } from 'lucide-react';
import { memo } from 'react';
import { t } from '../../messages/translate.ts';
import type { Batch, BatchRow } from '../../model/batch.ts';
import { useModel } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';
import { decibels } from './batch-export.ts';
import { showParameter } from './stack-items.ts';

/** The results of a batch, one query to a row. */
export function BatchTable({ batch }: { readonly batch: Batch }) {
  return (
    <div className="batch-table">
      <table data-testid="batch-table">
        <thead>
          <tr>
            <th>{t('batch.file')}</th>
            {batch.parameters.map(name => (
              <th key={name}>{name}</th>
            ))}
            <th>{t('batch.state')}</th>
            <th className="right">{t('batch.duration')}</th>
            <th className="right">{t('batch.peak')}</th>
            <th className="right">{t('batch.rms')}</th>
            <th>{t('batch.result')}</th>
          </tr>
        </thead>
        <tbody>
          {batch.rows.map((row, at) => (
            <ResultRow key={at} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Kept as long as its row is the same: one of two thousand changes at a time. */
const ResultRow = memo(function ResultRow({ row }: { readonly row: BatchRow }) {
  const { source, values, state, sound, job, fault } = row;
  return (
    <tr data-state={state}>
      <td className="ellipsis" title={source}>
        {source}
      </td>
      {values.map((value, i) => (
        <td key={i} className="mono">
          {showParameter(value)}
        </td>
      ))}
      <td className={`job-state ${state}`} title={fault === '' ? undefined : fault}>
        {t(state === 'done' && job?.cached === true ? 'batch.doneCached' : `batch.${state}`)}
      </td>
      <td className="right number">{sound ? `${(sound.length / sound.rate).toFixed(3)} s` : ''}</td>
      <td className="right number">{sound ? `${decibels(sound.peak)} dB` : ''}</td>
      <td className="right number">{sound ? `${decibels(sound.rms)} dB` : ''}</td>
      <td className="batch-result">
        {state === 'done' && job && <Result file={job.details} />}
        {fault !== '' && (
          <span className="field-error ellipsis" title={fault}>
            {fault}
          </span>
        )}
      </td>
    </tr>
  );
});

function Result({ file }: { readonly file: string }) {
  const { player, complain } = useModel();
  return (
    <>
      <IconButton label={t('batch.play')} onClick={() => void player.play('batch', file).catch(complain)}>
        <Play size={12} />
      </IconButton>
      <span className="mono ellipsis selectable" title={file}>
        {file}
      </span>
    </>
  );
}

/** How far a batch is, and in the end how it went. */
export function BatchProgress({ batch: { rows, endedAt } }: { readonly batch: Batch }) {
  const number = (state: BatchRow['state']) => rows.filter(row => row.state === state).length;
  const [done, failed, cancelled] = [number('done'), number('failed'), number('cancelled')];
  const ended = done + failed + cancelled;
  return (
    <div className="batch-progress grow" role="status" data-testid="batch-progress">
      {endedAt === 0 && <progress value={ended} max={rows.length} aria-label={t('batch.run')} />}
      <span className="number">
        {endedAt === 0
          ? t('batch.progress', { done: ended, n: rows.length })
          : t('batch.summary', { done, failed, cancelled })}
      </span>
    </div>
  );
}
