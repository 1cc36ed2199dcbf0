import type { StackSamples } from '../../shared/contract/calls/stacks.ts';
import type { Link } from '../link/link.ts';

/** Sounds kept decoded, so that a pad that is hit again sounds at once. */
const KEEP = 24;

/** Seconds in which a sound gives way to another at the same place: no click, and too short to hear. */
const FADE = 0.008;

interface Voice {
  readonly source: AudioBufferSourceNode;
  readonly gain: GainNode;
  readonly file: string;
  /** Of the context's clock: when the sound's own beginning would have been. */
  readonly began: number;
}

export interface PlayOptions {
  /** 1 is as computed. */
  readonly level?: number;
  /** Go on where the sound before on this voice is; from the start when none sounds. */
  readonly keepPlace?: boolean;
  readonly loop?: boolean;
}

/** Where a voice is. */
export interface PlayPlace {
  readonly file: string;
  /** Seconds. */
  readonly at: number;
  readonly length: number;
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
  /** The newest wish of each voice: sounds are fetched, and the last one asked for is the one to hear. */
  readonly #wishes = new Map<string, symbol>();
  readonly #listeners = new Set<() => void>();
  #context: AudioContext | undefined;

  constructor(link: Link) {
    this.#link = link;
    link.on('devices.notify', ({ instance, topic, payload }) => {
      this.#hear(instance, topic, (payload ?? {}) as SoundNote);
    });
  }

  /** Play a file on the voice of that name, in place of what it plays. Resolves when it has begun to sound. */
  async play(voice: string, file: string, options: PlayOptions = {}): Promise<void> {
    const context = this.#audio();
    const wish = Symbol(file);
    this.#wishes.set(voice, wish);
    const buffer = await this.#buffer(file);
    if (context.state === 'suspended') await context.resume();
    // Something else was asked for while this was on its way.
    if (this.#wishes.get(voice) !== wish) return;
    const place = options.keepPlace === true ? this.place(voice) : undefined;
    const at = place && place.at < buffer.duration ? place.at : 0;
    this.stop(voice);
    this.#start(context, voice, file, buffer, at, options);
  }

  stop(voice: string): void {
    this.#wishes.delete(voice);
    const old = this.#voices.get(voice);
    if (!old) return;
    this.#voices.delete(voice);
    const { currentTime } = old.gain.context;
    old.gain.gain.setTargetAtTime(0, currentTime, FADE / 3);
    old.source.stop(currentTime + FADE);
    this.#tell();
  }

  /** Where a voice is now; undefined when it is silent. */
  place(voice: string): PlayPlace | undefined {
    const sounding = this.#voices.get(voice);
    if (!sounding) return undefined;
    const length = sounding.source.buffer?.duration ?? 0;
    const passed = Math.max(0, sounding.gain.context.currentTime - sounding.began);
    const at = sounding.source.loop && length > 0 ? passed % length : Math.min(passed, length);
    return { file: sounding.file, at, length };
  }

  /** Call `listener` when a voice begins or ends. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #start(
    context: AudioContext,
    voice: string,
    file: string,
    buffer: AudioBuffer,
    at: number,
    { level = 1, loop = false }: PlayOptions,
  ): void {
    const source = context.createBufferSource();
    const gain = context.createGain();
    source.buffer = buffer;
    source.loop = loop;
    gain.gain.value = at > 0 ? 0 : level;
    if (at > 0) gain.gain.setTargetAtTime(level, context.currentTime, FADE / 3);
    source.connect(gain).connect(context.destination);
    source.onended = () => {
      if (this.#voices.get(voice)?.source !== source) return;
      this.#voices.delete(voice);
      this.#tell();
    };
    source.start(0, at);
    this.#voices.set(voice, { source, gain, file, began: context.currentTime - at });
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #hear(instance: string, topic: string, { file, level }: SoundNote): void {
    const ignore = () => undefined;
    if (topic === 'result' && typeof file === 'string') void this.#buffer(file).catch(ignore);
    if (topic === 'play' && typeof file === 'string') {
      void this.play(instance, file, typeof level === 'number' ? { level } : {}).catch(ignore);
    }
    if (topic === 'stop') this.stop(instance);
    const voice = this.#voices.get(instance);
    if (topic === 'level' && typeof level === 'number' && voice) {
      voice.gain.gain.setTargetAtTime(level, voice.gain.context.currentTime, FADE / 3);
    }
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
