import type { StackPeaks, StackSpectrogram } from '../../../shared/contract/calls/stacks.ts';
import { bytesOf, floatsOf } from '../../model/sound-player.ts';

/** Pictures are drawn in the text colour of their canvas, so that both themes read them alike. */
export function drawWave(canvas: HTMLCanvasElement, sound: StackPeaks): void {
  const draw = canvas.getContext('2d');
  if (!draw) return;
  draw.clearRect(0, 0, canvas.width, canvas.height);
  draw.fillStyle = getComputedStyle(canvas).color;
  const lane = canvas.height / Math.max(1, sound.peaks.length);
  sound.peaks.forEach((text, channel) => drawLane(draw, floatsOf(text), lane * (channel + 0.5), lane / 2));
}

function drawLane(draw: CanvasRenderingContext2D, peaks: Float32Array, middle: number, reach: number): void {
  for (let x = 0; x * 2 + 1 < peaks.length; x++) {
    const low = (peaks[x * 2] ?? 0) * reach;
    const high = (peaks[x * 2 + 1] ?? 0) * reach;
    draw.fillRect(x, middle - high, 1, Math.max(1, high - low));
  }
}

/** Louder is stronger in colour. */
export function drawSpectrum(canvas: HTMLCanvasElement, sound: StackSpectrogram): void {
  const draw = canvas.getContext('2d');
  if (!draw) return;
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(canvas).color.match(/\d+/g) ?? []).map(Number);
  const levels = bytesOf(sound.image);
  const image = draw.createImageData(sound.columns, sound.rows);
  for (let x = 0; x < sound.columns; x++) {
    for (let y = 0; y < sound.rows; y++) {
      const at = ((sound.rows - 1 - y) * sound.columns + x) * 4;
      image.data.set([red, green, blue, levels[x * sound.rows + y] ?? 0], at);
    }
  }
  draw.clearRect(0, 0, canvas.width, canvas.height);
  draw.putImageData(image, 0, 0);
}
