import { useEffect, useState } from 'react';
import { useModel } from '../../model/use-model.ts';
import { usePlaying } from './use-playing.ts';

export type Side = 'A' | 'B';

/**
 * Listening to two sounds on one voice: A before, B after. Swapping goes on at the same place; so does a new result
 * while B is heard.
 */
export function useCompare(voice: string, before: string | undefined, after: string | undefined) {
  const { player, complain } = useModel();
  const [side, setSide] = useState<Side>('B');
  const [loop, setLoop] = useState(false);
  const playing = usePlaying(voice) !== undefined;
  const fileOf = (one: Side) => (one === 'A' ? before : after);
  const wanted = fileOf(side);
  const sound = (file: string | undefined, keepPlace: boolean, again: boolean) => {
    if (file !== undefined) void player.play(voice, file, { keepPlace, loop: again }).catch(complain);
  };
  useEffect(() => () => player.stop(voice), [player, voice]);
  useEffect(() => {
    const now = player.place(voice)?.file;
    if (now !== undefined && now !== wanted) sound(wanted, true, loop);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only another file is a reason to play anew
  }, [wanted]);
  return {
    voice,
    side,
    playing,
    loop,
    play: (one: Side) => {
      setSide(one);
      // While one side sounds, the other takes over at its place.
      if (!playing || one === side) sound(fileOf(one), false, loop);
    },
    stop: () => player.stop(voice),
    swap: () => setSide(side === 'A' ? 'B' : 'A'),
    repeat: () => {
      setLoop(!loop);
      if (playing) sound(wanted, true, !loop);
    },
  };
}
