import { en } from './en.ts';

export type MessageKey = keyof typeof en;

/** A sentence of the catalogue with its `{holes}` filled. */
export function t(key: MessageKey, params: Readonly<Record<string, string | number>> = {}): string {
  return en[key].replace(/\{(\w+)\}/g, (hole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : hole,
  );
}

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A count as a person reads it: 1,240. */
export function count(n: number): string {
  return wholeNumber.format(n);
}

/** Milliseconds with as many digits as matter. */
export function milliseconds(ms: number): string {
  return ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : wholeNumber.format(ms);
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Time of day with milliseconds: 20:41:07.123. */
export function timeOfDay(epoch: number): string {
  const ms = Math.floor(epoch % 1000);
  return `${clock.format(epoch)}.${String(ms).padStart(3, '0')}`;
}

export function dateAndTime(epoch: number): string {
  return day.format(epoch);
}
