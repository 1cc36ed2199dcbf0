import { useEffect } from 'react';
import type { StackJob } from '../../../shared/contract/calls/stacks.ts';
import { count, t } from '../../messages/translate.ts';
import { readCache } from '../../model/stacks-store.ts';
import { showToast } from '../../model/toast-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';

/** Everything that no job uses, see `stacks.clean`. */
const EVERYTHING = 1996;

/** What is being computed, and what was. */
export function JobList() {
  const jobs = useModelState('stacks', state => state.jobs);
  return (
    <div className="job-list">
      {jobs.length === 0 && <p className="faint job-none">{t('stacks.noJobs')}</p>}
      <ul aria-label={t('stacks.jobs')}>
        {jobs.map(job => (
          <JobRow key={`${job.id} ${job.startedAt}`} job={job} />
        ))}
      </ul>
    </div>
  );
}

function JobRow({ job }: { readonly job: StackJob }) {
  const model = useModel();
  const cancel = () => void model.link.call('stacks.cancel', { job: job.id }).catch(model.complain);
  return (
    <li title={job.details}>
      <span className="grow ellipsis">{job.title}</span>
      {job.state === 'running' ? (
        <>
          <progress value={job.progress} max={1} aria-label={job.title} />
          <Button tone="quiet" onClick={cancel}>
            {t('dialog.cancel')}
          </Button>
        </>
      ) : (
        <span className={`job-state ${job.state}`}>{stateWords(job)}</span>
      )}
    </li>
  );
}

function stateWords(job: StackJob): string {
  if (job.cached) return t('stacks.cached');
  if (job.state === 'failed') return t('stacks.failed');
  if (job.state === 'cancelled') return t('stacks.cancelled');
  return t('stacks.took', { seconds: ((job.endedAt - job.startedAt) / 1000).toFixed(2) });
}

/** Makes room, and says how much the results take. */
export function CleanButton() {
  const model = useModel();
  const cache = useModelState('stacks', state => state.cache);
  const busy = useModelState('stacks', state => state.jobs.some(job => job.state === 'running'));
  useEffect(() => void readCache(model.link, model.stacks), [model, busy]);
  const clean = () =>
    void model.link
      .call('stacks.clean', { level: EVERYTHING })
      .then(({ deleted, bytes }) => {
        const words = { files: count(deleted), megabytes: count(Math.ceil(bytes / 2 ** 20)) };
        showToast(model.toasts, 'done', t('stacks.cleaned', words));
        return readCache(model.link, model.stacks);
      })
      .catch(model.complain);
  if (!cache) return null;
  const megabytes = count(Math.ceil(cache.bytes / 2 ** 20));
  const most = count(cache.quotaBytes / 2 ** 20);
  const details = t('stacks.cacheHint', { files: count(cache.files), folder: cache.folder, most });
  return (
    <Button
      tone="quiet"
      title={`${t('stacks.cleanHint')}\n${details}`}
      data-testid="cache-clean"
      onClick={clean}
    >
      <span className="ellipsis">{t('stacks.clean', { megabytes })}</span>
    </Button>
  );
}
