import { useEffect, useRef, useState } from 'react';
import type { StackPeaks, StackSoundInfo, StackSpectrogram } from '../../../shared/contract/calls/stacks.ts';
import { t } from '../../messages/translate.ts';
import { bytesOf, floatsOf } from '../../model/sound-player.ts';
import { useModel } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';

const COLUMNS = 480;
const ROWS = 96;
const WAVE_HEIGHT = 64;
const MAX_HZ = 8000;

export type Picture = 'wave' | 'spectrum';

interface SoundViewProps {
  readonly title: string;
  readonly file: string | undefined;
  readonly picture: Picture;
  /** The voice that the player plays it on; A and B share one, so that one follows the other without a gap. */
  readonly voice: string;
}

/** One sound: its picture, its facts, and a button to hear it. */
export function SoundView({ title, file, picture, voice }: SoundViewProps) {
  const model = useModel();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [info, setInfo] = useState<StackSoundInfo | undefined>();
  useEffect(() => {
    if (file === undefined) return;
    let current = true;
    const show = <S extends StackSoundInfo>(draw: (on: HTMLCanvasElement, sound: S) => void) => {
      return (sound: S) => {
        if (!current || !canvas.current) return;
        draw(canvas.current, sound);
        setInfo(sound);
      };
    };
    const gone = () => {
      if (current) setInfo(undefined);
    };
    if (picture === 'wave')
      model.link.call('stacks.peaks', { file, columns: COLUMNS }).then(show(drawWave), gone);
    else {
      model.link
        .call('stacks.spectrogram', { file, columns: COLUMNS, rows: ROWS, maxHz: MAX_HZ })
        .then(show(drawSpectrum), gone);
    }
    return () => {
      current = false;
    };
  }, [model, file, picture]);
  const play = () => {
    if (file !== undefined) void model.player.play(voice, file).catch(model.complain);
  };
  return (
    <figure className="sound-view">
      <figcaption>
        <Button
          tone="quiet"
          onClick={play}
          disabled={file === undefined}
          aria-label={t('stacks.play', { title })}
        >
          ▶ {title}
        </Button>
        <span className="faint">{info && file !== undefined ? facts(info) : ''}</span>
      </figcaption>
      <canvas
        ref={canvas}
        width={COLUMNS}
        height={picture === 'wave' ? WAVE_HEIGHT : ROWS}
        aria-label={title}
      />
    </figure>
  );
}

function facts({ rate, channels, length, peak }: StackSoundInfo): string {
  const seconds = (length / rate).toFixed(2);
  const decibels = peak > 0 ? (20 * Math.log10(peak)).toFixed(1) : '-∞';
  return t('stacks.facts', { seconds, kHz: (rate / 1000).toFixed(1), channels, peak: decibels });
}

function drawWave(canvas: HTMLCanvasElement, sound: StackPeaks): void {
  const draw = canvas.getContext('2d');
  if (!draw) return;
  draw.clearRect(0, 0, canvas.width, canvas.height);
  draw.fillStyle = getComputedStyle(canvas).color;
  const lane = canvas.height / Math.max(1, sound.peaks.length);
  sound.peaks.forEach((text, channel) => {
    const peaks = floatsOf(text);
    const middle = lane * (channel + 0.5);
    for (let x = 0; x * 2 + 1 < peaks.length; x++) {
      const low = (peaks[x * 2] ?? 0) * (lane / 2);
      const high = (peaks[x * 2 + 1] ?? 0) * (lane / 2);
      draw.fillRect(x, middle - high, 1, Math.max(1, high - low));
    }
  });
}

/** Louder is stronger in the colour of the text, so that both themes read it alike. */
function drawSpectrum(canvas: HTMLCanvasElement, sound: StackSpectrogram): void {
  const draw = canvas.getContext('2d');
  if (!draw) return;
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(canvas).color.match(/\d+/g) ?? []).map(Number);
  const levels = bytesOf(sound.image);
  canvas.width = sound.columns;
  canvas.height = sound.rows;
  const image = draw.createImageData(sound.columns, sound.rows);
  for (let x = 0; x < sound.columns; x++) {
    for (let y = 0; y < sound.rows; y++) {
      const at = ((sound.rows - 1 - y) * sound.columns + x) * 4;
      image.data.set([red, green, blue, levels[x * sound.rows + y] ?? 0], at);
    }
  }
  draw.putImageData(image, 0, 0);
}
