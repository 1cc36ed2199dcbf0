/** A channel of an instance: `instance.channel`; the instance ends at the first dot. */
export interface ChannelRef {
  readonly instance: string;
  readonly channel: string;
}

/** Split `instance.channel`, or undefined when a part is missing. Channels may contain any further dots. */
export function parseChannelRef(text: string): ChannelRef | undefined {
  const dot = text.indexOf('.');
  if (dot <= 0 || dot === text.length - 1) return undefined;
  return { instance: text.slice(0, dot), channel: text.slice(dot + 1) };
}

/** Characters of an instance's name, at most. */
export const MAX_NAME = 64;

/** Why a text cannot name an instance, or undefined when it can. */
export function instanceNameFault(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/\s/.test(name)) return 'it contains white space';
  if (name.includes('.')) return 'it contains a dot';
  if (/[[\]<>;={}]/.test(name)) return 'it contains one of [ ] < > ; = { }';
  if (name.length > MAX_NAME) return `it is longer than ${MAX_NAME} characters`;
  return undefined;
}
