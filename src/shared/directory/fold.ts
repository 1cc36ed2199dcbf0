const ASCII = /^[\x20-\x7e\t\r\n]*$/;
const MARKS = /\p{M}+/gu;

/** A text as it is compared in searches: lower case, without accents (`Pépé` and `pepe` are the same). */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize('NFD').replace(MARKS, '').toLowerCase();
}

/** Order of folded texts: neither case nor accents count. */
export function compareFolded(a: string, b: string): number {
  const left = fold(a);
  const right = fold(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
