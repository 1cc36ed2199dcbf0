/** The new list; what is as it was keeps its object, so that its row or form is not drawn again. */
export function keepUnchanged<T extends { readonly name: string }>(
  before: readonly T[],
  list: readonly T[],
): readonly T[] {
  const known = new Map(before.map(one => [one.name, one]));
  return list.map(one => {
    const old = known.get(one.name);
    return old && JSON.stringify(old) === JSON.stringify(one) ? old : one;
  });
}
