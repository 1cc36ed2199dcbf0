import { useEffect, useState, useSyncExternalStore } from 'react';
import type { StackPeaks, StackSpectrogram } from '../../../shared/contract/calls/stacks.ts';
import { toCodedError } from '../../../shared/error/coded-error.ts';
import { useModel } from '../../model/use-model.ts';

export const COLUMNS = 480;
export const SPECTRUM_ROWS = 96;
const MAX_HZ = 8000;

export type PictureKind = 'wave' | 'spectrum';

export type Picture =
  | { readonly kind: 'wave'; readonly sound: StackPeaks }
  | { readonly kind: 'spectrum'; readonly sound: StackSpectrogram };

/** The picture of a sound; the last one stays until the next one has come. */
export function usePicture(
  file: string | undefined,
  kind: PictureKind,
): { readonly picture: Picture | undefined; readonly fault: string } {
  const { link } = useModel();
  const [state, setState] = useState<{ picture: Picture | undefined; fault: string }>(NONE);
  useEffect(() => {
    if (file === undefined) return;
    let current = true;
    const size = { file, columns: COLUMNS };
    const asked: Promise<Picture> =
      kind === 'wave'
        ? link.call('stacks.peaks', size).then(sound => ({ kind, sound }))
        : link
            .call('stacks.spectrogram', { ...size, rows: SPECTRUM_ROWS, maxHz: MAX_HZ })
            .then(sound => ({ kind, sound }));
    asked.then(
      picture => current && setState({ picture, fault: '' }),
      (thrown: unknown) => current && setState({ picture: undefined, fault: toCodedError(thrown).message }),
    );
    return () => {
      current = false;
    };
  }, [link, file, kind]);
  return file === undefined ? NONE : state;
}

const NONE = { picture: undefined, fault: '' } as const;

/** The theme that is shown, so that what is painted by hand is painted again when it changes. */
export function useShownTheme(): string {
  return useSyncExternalStore(watchTheme, () => document.documentElement.dataset['theme'] ?? '');
}

function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
