import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Link } from '../link/link.ts';
import { floatsOf, SoundPlayer } from './sound-player.ts';

interface FakeSource {
  buffer: { readonly duration: number } | null;
  loop: boolean;
  onended: () => void;
  readonly started: number[];
  stopped: number;
}

const sources: FakeSource[] = [];
const clock = { now: 0 };

/** As much of Web Audio as playing needs; time moves when the test says so. */
class FakeContext {
  state = 'running';
  readonly destination = {};
  get currentTime(): number {
    return clock.now;
  }
  createBuffer(channels: number, length: number, rate: number) {
    return { channels, length, duration: length / rate, copyToChannel: () => undefined };
  }
  createGain() {
    return { context: this, gain: { value: 1, setTargetAtTime: vi.fn() }, connect: () => undefined };
  }
  createBufferSource() {
    const source = {
      buffer: null,
      loop: false,
      onended: () => undefined,
      started: [] as number[],
      stopped: -1,
      connect: <T>(next: T) => next,
      start: (_when: number, at: number) => source.started.push(at),
      stop: (when: number) => (source.stopped = when),
    };
    sources.push(source);
    return source;
  }
}

const seconds: Record<string, number> = { 'a.wav': 2, 'b.wav': 2, 'short.wav': 0.5 };
const waiting = new Map<string, () => void>();
let notify: (note: { instance: string; topic: string; payload: unknown }) => void;
let fetched: string[];
let player: SoundPlayer;

beforeEach(() => {
  vi.stubGlobal('AudioContext', FakeContext);
  sources.length = 0;
  clock.now = 10;
  fetched = [];
  const link = {
    on: (_topic: string, listener: typeof notify) => void (notify = listener),
    call: async (_name: string, { file }: { file: string }) => {
      fetched.push(file);
      if (file.startsWith('slow')) await new Promise<void>(resolve => waiting.set(file, resolve));
      const samples = Buffer.alloc((seconds[file] ?? 1) * 100 * 4).toString('base64');
      return { rate: 100, samples: [samples] };
    },
  };
  player = new SoundPlayer(link as unknown as Link);
});
afterEach(() => vi.unstubAllGlobals());

describe('SoundPlayer', () => {
  it('switches to another sound at the place where the first one is', async () => {
    await player.play('v', 'a.wav');
    clock.now += 0.75;
    await player.play('v', 'b.wav', { keepPlace: true });
    expect(sources.map(one => one.started)).toEqual([[0], [0.75]]);
    expect(sources[0]?.stopped).toBeCloseTo(10.758, 6);
    expect(player.place('v')).toEqual({ file: 'b.wav', at: 0.75, length: 2 });
  });

  it('starts anew when the other sound is over at that place', async () => {
    await player.play('v', 'a.wav');
    clock.now += 0.75;
    await player.play('v', 'short.wav', { keepPlace: true });
    expect(sources[1]?.started).toEqual([0]);
  });

  it('counts a loop round and round', async () => {
    await player.play('v', 'a.wav', { loop: true });
    clock.now += 5;
    expect(player.place('v')?.at).toBeCloseTo(1, 9);
  });

  it('plays what was asked for last, whatever comes first', async () => {
    const slow = player.play('v', 'slow.wav');
    await player.play('v', 'a.wav');
    waiting.get('slow.wav')?.();
    await slow;
    expect(sources).toHaveLength(1);
    expect(player.place('v')?.file).toBe('a.wav');
  });

  it('plays nothing that was stopped on its way', async () => {
    const slow = player.play('v', 'slow2.wav');
    player.stop('v');
    waiting.get('slow2.wav')?.();
    await slow;
    expect(sources).toHaveLength(0);
  });

  it('tells when a voice begins and ends by itself', async () => {
    const told = vi.fn();
    player.onChange(told);
    await player.play('v', 'a.wav');
    sources[0]?.onended();
    expect(told).toHaveBeenCalledTimes(2);
    expect(player.place('v')).toBeUndefined();
  });

  it('has a result ready before it is fired', async () => {
    notify({ instance: 'pad', topic: 'result', payload: { file: 'a.wav' } });
    await vi.waitFor(() => expect(fetched).toEqual(['a.wav']));
    notify({ instance: 'pad', topic: 'play', payload: { file: 'a.wav', level: 0.5 } });
    await vi.waitFor(() => expect(player.place('pad')?.file).toBe('a.wav'));
    expect(fetched).toEqual(['a.wav']);
    notify({ instance: 'pad', topic: 'stop', payload: {} });
    expect(player.place('pad')).toBeUndefined();
  });
});

describe('floatsOf', () => {
  it('reads 32-bit floats, little-endian', () => {
    const bytes = Buffer.from(new Float32Array([0.5, -1]).buffer).toString('base64');
    expect([...floatsOf(bytes)]).toEqual([0.5, -1]);
  });
});
