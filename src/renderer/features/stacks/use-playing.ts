import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useModel } from '../../model/use-model.ts';

/** The file that sounds on a voice; undefined while it is silent. */
export function usePlaying(voice: string): string | undefined {
  const { player } = useModel();
  const subscribe = useCallback((listener: () => void) => player.onChange(listener), [player]);
  return useSyncExternalStore(subscribe, () => player.place(voice)?.file);
}

/** Keeps an element at the place of the sound, from 0 to 1 of its length in `--place`, past React. */
export function usePlayhead(voice: string, playing: boolean) {
  const { player } = useModel();
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!playing) return undefined;
    let frame = 0;
    const follow = () => {
      const place = player.place(voice);
      if (place && place.length > 0)
        head.current?.style.setProperty('--place', String(place.at / place.length));
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [player, voice, playing]);
  return head;
}
