import { fail } from '../../../shared/error/coded-error.ts';
import { lengthOf, type Sound } from './sound.ts';

/** Sounds one behind the other. They must agree in rate and channels; the names are for the complaint. */
export function concatenate(parts: readonly (readonly [name: string, sound: Sound])[]): Sound {
  const [first] = parts;
  if (!first) throw fail('stack.empty-list', {});
  for (const part of parts) checkSame(first, part);
  const length = parts.reduce((sum, [, sound]) => sum + lengthOf(sound), 0);
  const channels = first[1].channels.map((_, c) => {
    const joined = new Float64Array(length);
    let at = 0;
    for (const [, sound] of parts) {
      joined.set(sound.channels[c] ?? [], at);
      at += lengthOf(sound);
    }
    return joined;
  });
  return { rate: first[1].rate, channels };
}

function checkSame([first, a]: readonly [string, Sound], [second, b]: readonly [string, Sound]): void {
  if (a.rate !== b.rate) {
    throw fail('stack.mixed-rates', { first, firstRate: a.rate, second, secondRate: b.rate });
  }
  if (a.channels.length !== b.channels.length) {
    const counts = { firstCount: a.channels.length, secondCount: b.channels.length };
    throw fail('stack.mixed-channels', { first, second, ...counts });
  }
}
