import { type RefObject, useEffect, useState } from 'react';

export interface Span {
  readonly top: number;
  readonly height: number;
  readonly atEnd: boolean;
}

/** What part of a scrolling box is in view, in pixels. A list begins at its end, where the newest is. */
export function useSpan(box: RefObject<HTMLElement | null>): Span {
  const [span, setSpan] = useState<Span>({ top: 0, height: 400, atEnd: true });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const { scrollTop: top, clientHeight: height, scrollHeight } = element;
      setSpan({ top, height, atEnd: top + height >= scrollHeight - 30 });
    };
    const observer = new ResizeObserver(() =>
      setSpan(before => ({ ...before, height: element.clientHeight })),
    );
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [box]);
  return span;
}
