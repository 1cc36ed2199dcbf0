import type { Leaf, Node } from './namespace.ts';

/** What a client is told of a change of the tree. */
export interface News {
  readonly COMMAND: 'PATH_ADDED' | 'PATH_REMOVED' | 'PATH_CHANGED';
  readonly DATA: string;
}

/** With more news than this, reading all again is the least work for everybody. */
const MOST = 64;

/** What is different between two trees: the topmost nodes that came or went, and nodes that are described otherwise. */
export function treeNews(before: Node, after: Node): readonly News[] {
  const news: News[] = [];
  compare(before, after, news);
  return news.length > MOST ? [{ COMMAND: 'PATH_CHANGED', DATA: '/' }] : news;
}

function compare(before: Node, after: Node, news: News[]): void {
  if (news.length > MOST) return;
  if (!isSame(before.leaf, after.leaf)) news.push({ COMMAND: 'PATH_CHANGED', DATA: after.path });
  for (const [name, child] of before.children)
    if (!after.children.has(name)) news.push({ COMMAND: 'PATH_REMOVED', DATA: child.path });
  for (const [name, child] of after.children) {
    const old = before.children.get(name);
    if (old) compare(old, child, news);
    else news.push({ COMMAND: 'PATH_ADDED', DATA: child.path });
  }
}

function isSame(a: Leaf | undefined, b: Leaf | undefined): boolean {
  return (
    a?.description === b?.description &&
    a?.writable === b?.writable &&
    (a === undefined) === (b === undefined)
  );
}
