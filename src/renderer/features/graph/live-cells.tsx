import { memo } from 'react';
import { formatValue } from '../../../shared/signal/value.ts';
import { useGlowRef, useLiveRef } from '../../model/use-live.ts';

/** The bar's fill and the number keep themselves up to date; React draws them once. */
export const LiveBar = memo(function LiveBar({ index }: { readonly index: number }) {
  return (
    <span className="bar">
      <span className="bar-fill" ref={useLiveRef<HTMLSpanElement>(index, paintBar)} />
    </span>
  );
});

export const LiveNumber = memo(function LiveNumber({
  index,
  testId,
}: {
  readonly index: number;
  readonly testId?: string;
}) {
  return <span className="value number" data-testid={testId} ref={useLiveRef(index, paintNumber)} />;
});

const MOST_CELLS = 16;

/** A bundle as small columns: the first 16 channels. */
export const SparkBar = memo(function SparkBar({ indexes }: { readonly indexes: readonly number[] }) {
  return (
    <span className="spark">
      {indexes.slice(0, MOST_CELLS).map((index, i) => (
        <SparkCell key={i} index={index} />
      ))}
    </span>
  );
});

function SparkCell({ index }: { readonly index: number }) {
  return (
    <span className="spark-cell">
      <span className="spark-fill" ref={useLiveRef<HTMLSpanElement>(index, paintColumn)} />
    </span>
  );
}

/** A lamp that shines at each event on any of the channels. */
export const Lamp = memo(function Lamp({
  indexes,
  title,
}: {
  readonly indexes: readonly number[];
  readonly title: string;
}) {
  return (
    <span className="lamp" title={title}>
      <span className="lamp-light" ref={useGlowRef<HTMLSpanElement>(indexes, paintLamp)} />
    </span>
  );
});

function paintBar(element: HTMLElement, value: number): void {
  element.style.transform = `scaleX(${Number.isNaN(value) ? 0 : value})`;
}

function paintColumn(element: HTMLElement, value: number): void {
  element.style.transform = `scaleY(${Number.isNaN(value) ? 0 : value})`;
}

function paintNumber(element: HTMLElement, value: number): void {
  const text = Number.isNaN(value) ? '–' : formatValue(value);
  if (element.textContent !== text) element.textContent = text;
}

function paintLamp(element: HTMLElement, strength: number): void {
  element.style.opacity = String(strength);
}
