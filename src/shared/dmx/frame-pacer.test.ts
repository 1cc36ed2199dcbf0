import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../plugin/testing/virtual-clock.ts';
import { FramePacer, type PacerOptions } from './frame-pacer.ts';

function pacer(options: PacerOptions) {
  const clock = new VirtualClock();
  const sent: number[] = [];
  return { clock, sent, pacer: new FramePacer(clock, options, () => void sent.push(clock.now())) };
}

describe('FramePacer', () => {
  it('sends the first change at once and later ones at the pace', () => {
    const { clock, sent, pacer: p } = pacer({ gap: 20, keepAlive: 1000, repeats: 0 });
    for (let i = 0; i < 50; i++) {
      p.changed();
      clock.advance(1);
    }
    clock.advance(100);
    expect(sent).toEqual([0, 20, 40, 60]);
  });
  it('repeats, then only keeps alive, and is silent before the first change', () => {
    const { clock, sent, pacer: p } = pacer({ gap: 20, keepAlive: 1000, repeats: 2 });
    clock.advance(5000);
    expect(sent).toEqual([]);
    p.changed();
    clock.advance(2100);
    expect(sent).toEqual([5000, 5025, 5050, 6050, 7050]);
  });
  it('sends each change at once without a gap', () => {
    const { sent, pacer: p } = pacer({ gap: 0, keepAlive: 1000, repeats: 0 });
    p.changed();
    p.changed();
    expect(sent).toEqual([0, 0]);
  });
  it('restores only what was sent before, and leaves no timer when stopped', () => {
    const { clock, sent, pacer: p } = pacer({ gap: 20, keepAlive: 1000, repeats: 2 });
    p.restore();
    expect(sent).toEqual([]);
    p.changed();
    p.restore();
    expect(sent).toHaveLength(2);
    p.changed();
    p.stop();
    clock.advance(5000);
    expect(sent).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });
});
