import type { StackSamples } from '../../shared/contract/calls/stacks.ts';
import type { Link } from '../link/link.ts';

/** Sounds kept decoded, so that a pad that is hit again sounds at once. */
const KEEP = 24;

interface Voice {
  readonly source: AudioBufferSourceNode;
  readonly gain: GainNode;
}

/** What a `stack` instance tells its windows. */
interface SoundNote {
  readonly file?: unknown;
  readonly level?: unknown;
}

/**
 * Plays results of sound stacks in this window. Results are fetched when they are ready, before anybody plays them;
 * a sound that is fired while its last voice still sounds takes that voice's place.
 */
export class SoundPlayer {
  readonly #link: Link;
  readonly #buffers = new Map<string, Promise<AudioBuffer>>();
  readonly #voices = new Map<string, Voice>();
  #context: AudioContext | undefined;

  constructor(link: Link) {
    this.#link = link;
    link.on('devices.notify', ({ instance, topic, payload }) => {
      this.#hear(instance, topic, (payload ?? {}) as SoundNote);
    });
  }

  /** Play a file on the voice of that name; `level` 1 is as computed. Resolves when it has begun to sound. */
  async play(voice: string, file: string, level = 1): Promise<void> {
    const context = this.#audio();
    const buffer = await this.#buffer(file);
    if (context.state === 'suspended') await context.resume();
    this.stop(voice);
    const source = context.createBufferSource();
    const gain = context.createGain();
    source.buffer = buffer;
    gain.gain.value = level;
    source.connect(gain).connect(context.destination);
    source.onended = () => {
      if (this.#voices.get(voice)?.source === source) this.#voices.delete(voice);
    };
    source.start();
    this.#voices.set(voice, { source, gain });
  }

  stop(voice: string): void {
    this.#voices.get(voice)?.source.stop();
    this.#voices.delete(voice);
  }

  #hear(instance: string, topic: string, { file, level }: SoundNote): void {
    const ignore = () => undefined;
    if (topic === 'result' && typeof file === 'string') void this.#buffer(file).catch(ignore);
    if (topic === 'play' && typeof file === 'string') {
      void this.play(instance, file, typeof level === 'number' ? level : 1).catch(ignore);
    }
    if (topic === 'stop') this.stop(instance);
    const voice = this.#voices.get(instance);
    if (topic === 'level' && typeof level === 'number' && voice) voice.gain.gain.value = level;
  }

  /** Made at the first sound: a browser lets a page make no sound before the user has touched it. */
  #audio(): AudioContext {
    this.#context ??= new AudioContext({ latencyHint: 'interactive' });
    return this.#context;
  }

  #buffer(file: string): Promise<AudioBuffer> {
    const known = this.#buffers.get(file);
    // The newest stand last, so that the first one is the one to forget.
    this.#buffers.delete(file);
    const buffer = known ?? this.#fetch(file);
    this.#buffers.set(file, buffer);
    buffer.catch(() => this.#buffers.delete(file));
    for (const oldest of this.#buffers.keys()) {
      if (this.#buffers.size <= KEEP) break;
      this.#buffers.delete(oldest);
    }
    return buffer;
  }

  async #fetch(file: string): Promise<AudioBuffer> {
    const sound = await this.#link.call('stacks.samples', { file });
    return toBuffer(this.#audio(), sound);
  }
}

function toBuffer(context: AudioContext, sound: StackSamples): AudioBuffer {
  const channels = sound.samples.map(floatsOf);
  const length = Math.max(1, channels[0]?.length ?? 1);
  const buffer = context.createBuffer(Math.max(1, channels.length), length, sound.rate);
  channels.forEach((samples, i) => buffer.copyToChannel(samples, i));
  return buffer;
}

/** 32-bit floats, little-endian, out of base64. */
export function floatsOf(base64: string): Float32Array<ArrayBuffer> {
  const bytes = bytesOf(base64);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getFloat32(i * 4, true));
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), char => char.charCodeAt(0));
}
