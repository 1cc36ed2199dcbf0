import { useEffect, useState } from 'react';

/** True while something is dragged over the page: what floats above a place to drop must let it through. */
export function useDragging(): boolean {
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const begin = () => setDragging(true);
    const end = () => setDragging(false);
    // Not `dragstart`: a file comes from outside. The enter of the next element tells that it is still going on.
    window.addEventListener('dragenter', begin);
    window.addEventListener('dragend', end);
    window.addEventListener('drop', end);
    return () => {
      window.removeEventListener('dragenter', begin);
      window.removeEventListener('dragend', end);
      window.removeEventListener('drop', end);
    };
  }, []);
  return dragging;
}
