/** True when every word of the query stands in the text, in any order; letters case does not count. */
export function matches(query: string, text: string): boolean {
  const lower = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every(word => lower.includes(word));
}
