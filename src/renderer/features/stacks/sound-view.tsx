import { Play, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { StackSoundInfo } from '../../../shared/contract/calls/stacks.ts';
import { t } from '../../messages/translate.ts';
import { Button } from '../../ui/button.tsx';
import { drawSpectrum, drawWave } from './draw-sound.ts';
import {
  COLUMNS,
  type Picture,
  type PictureKind,
  SPECTRUM_ROWS,
  usePicture,
  useShownTheme,
} from './use-picture.ts';
import { usePlayhead } from './use-playing.ts';

interface SoundViewProps {
  /** A or B, as in comparing. */
  readonly side: string;
  readonly title: string;
  readonly file: string | undefined;
  readonly kind: PictureKind;
  readonly voice: string;
  readonly playing: boolean;
  onPlay(): void;
  onStop(): void;
}

/** One sound: its picture, its facts, and a button to hear it. */
export function SoundView({ side, title, file, kind, voice, playing, onPlay, onStop }: SoundViewProps) {
  const { picture, fault } = usePicture(file, kind);
  const canvas = usePainted(picture);
  const head = usePlayhead(voice, playing);
  const numbers = picture && numbersOf(picture.sound);
  const all = numbers ? t('stacks.allFacts', { title, ...numbers }) : title;
  return (
    <figure
      className="sound-view"
      data-testid={`sound:${side}`}
      data-file={picture ? picture.sound.file : ''}
    >
      <figcaption>
        <Button
          tone="quiet"
          onClick={playing ? onStop : onPlay}
          disabled={file === undefined}
          aria-label={t(playing ? 'stacks.stopOne' : 'stacks.play', { title })}
        >
          {playing ? <Square size={12} /> : <Play size={12} />} <b>{side}</b> {title}
        </Button>
      </figcaption>
      <div className="sound-picture">
        <canvas ref={canvas} width={COLUMNS} height={SPECTRUM_ROWS} role="img" aria-label={all} />
        {playing && <div className="playhead" ref={head} />}
        {fault !== '' && <p className="picture-fault">{t('stacks.noPicture', { reason: fault })}</p>}
      </div>
      <p className="sound-facts faint number ellipsis" title={all}>
        {numbers && t('stacks.facts', numbers)}
      </p>
    </figure>
  );
}

function usePainted(picture: Picture | undefined) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useShownTheme();
  useEffect(() => {
    const on = canvas.current;
    if (!on) return;
    if (!picture) on.getContext('2d')?.clearRect(0, 0, on.width, on.height);
    else if (picture.kind === 'wave') drawWave(on, picture.sound);
    else drawSpectrum(on, picture.sound);
  }, [picture, theme]);
  return canvas;
}

/** Numbers of a sound as they stand in sentences. */
function numbersOf({ rate, channels, length, peak, rms }: StackSoundInfo) {
  const seconds = (length / rate).toFixed(2);
  return { seconds, kHz: (rate / 1000).toFixed(1), channels, peak: shortLevel(peak), rms: shortLevel(rms) };
}

function shortLevel(level: number): string {
  return level > 0 ? (20 * Math.log10(level)).toFixed(1) : '-∞';
}
