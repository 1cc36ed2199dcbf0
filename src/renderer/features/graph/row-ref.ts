import { parseChannelRef } from '../../../shared/signal/channel-ref.ts';

/** The row, `instance.spec`, that an element on the canvas belongs to. */
export function rowRef(element: Element): string | undefined {
  const spec = element.closest<HTMLElement>('[data-channel]')?.dataset['channel'];
  const instance = element.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
  return spec === undefined || instance === undefined ? undefined : `${instance}.${spec}`;
}

/** The element of a row, where it is drawn. */
export function rowElement(box: Element | null, ref: string): Element | null {
  const { instance, channel } = parseChannelRef(ref) ?? { instance: '', channel: '' };
  const node = box?.querySelector(`.react-flow__node[data-id="${CSS.escape(instance)}"]`);
  return node?.querySelector(`[data-channel="${CSS.escape(channel)}"]`) ?? null;
}
