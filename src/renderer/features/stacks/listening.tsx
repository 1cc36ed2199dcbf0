import { Play, Repeat, Square } from 'lucide-react';
import { useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { SoundView } from './sound-view.tsx';
import { useCompare } from './use-compare.ts';
import type { PictureKind } from './use-picture.ts';
import { usePreview } from './use-preview.ts';

/** Before and after, side by side for the eye and in turn for the ear. */
export function Listening({ decl }: { readonly decl: InstanceDecl }) {
  const [kind, setKind] = useState<PictureKind>('spectrum');
  const { before, after, running, fault } = usePreview(decl);
  const compare = useCompare(`preview ${decl.name}`, before, after);
  const views = [
    { side: 'A', title: t('stacks.before'), file: before },
    { side: 'B', title: t('stacks.after'), file: after },
  ] as const;
  return (
    <section
      className="listening nokey"
      aria-label={t('stacks.listen')}
      onKeyDown={event => {
        // In the list of pictures a letter chooses.
        const typing = event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey;
        if (event.key.toLowerCase() === 'x' && !typing) compare.swap();
      }}
    >
      <div className="listening-head">
        <Transport compare={compare} ready={before !== undefined} />
        <span className="faint ellipsis grow" role="status" data-testid="stack-state">
          {running ? t('stacks.computing') : fault === '' && after !== undefined ? t('stacks.ready') : ''}
        </span>
        <PictureChoice kind={kind} choose={setKind} />
      </div>
      {fault !== '' && (
        <p className="field-error" role="alert">
          {fault}
        </p>
      )}
      <div className="sounds">
        {views.map(view => (
          <SoundView
            key={view.side}
            {...view}
            kind={kind}
            voice={compare.voice}
            playing={compare.playing && compare.side === view.side}
            onPlay={() => compare.play(view.side)}
            onStop={compare.stop}
          />
        ))}
      </div>
    </section>
  );
}

function Transport({
  compare: { side, playing, loop, play, stop, swap, repeat },
  ready,
}: {
  readonly compare: ReturnType<typeof useCompare>;
  readonly ready: boolean;
}) {
  const sideName = t(side === 'A' ? 'stacks.before' : 'stacks.after');
  return (
    <div className="transport" role="group" aria-label={t('stacks.listenTo')}>
      <IconButton
        label={t(playing ? 'stacks.stop' : 'stacks.start')}
        disabled={!ready}
        data-testid="transport-play"
        onClick={() => (playing ? stop() : play(side))}
      >
        {playing ? <Square size={14} /> : <Play size={14} />}
      </IconButton>
      <Button
        className="compare"
        role="switch"
        aria-checked={side === 'B'}
        aria-label={`A/B: ${side}, ${sideName}`}
        title={t('stacks.compareHint')}
        disabled={!ready}
        data-testid="compare"
        onClick={swap}
      >
        <span className={side === 'A' ? 'on' : ''}>A</span>
        <span className={side === 'B' ? 'on' : ''}>B</span>
      </Button>
      <IconButton label={t('stacks.loop')} on={loop} data-testid="transport-loop" onClick={repeat}>
        <Repeat size={14} />
      </IconButton>
    </div>
  );
}

function PictureChoice({ kind, choose }: { readonly kind: PictureKind; choose(kind: PictureKind): void }) {
  return (
    <select
      className="input picture-choice"
      aria-label={t('stacks.picture')}
      value={kind}
      onChange={event => choose(event.target.value as PictureKind)}
    >
      <option value="spectrum">{t('stacks.spectrum')}</option>
      <option value="wave">{t('stacks.wave')}</option>
    </select>
  );
}
