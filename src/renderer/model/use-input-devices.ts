import { useEffect } from 'react';
import { useModel } from './use-model.ts';

/** Keys of this window reach the patch. After the program's own shortcuts, which come first. */
export function useInputDevices(): void {
  const { keys } = useModel();
  useEffect(() => keys.attach(window), [keys]);
}
