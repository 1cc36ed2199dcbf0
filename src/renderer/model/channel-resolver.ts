import { createStore } from 'zustand/vanilla';
import { messageOf } from '../../shared/error/coded-error.ts';
import type { InstanceDecl } from '../../shared/patch/document.ts';
import type { Options } from '../../shared/patch/options.ts';
import type { ChannelInfo } from '../../shared/plugin/backend.ts';
import { expandRange } from '../../shared/signal/channel-range.ts';
import type { Link } from '../link/link.ts';

/** What the backend knows of the channels behind a spec. */
export interface Resolved {
  readonly infos: readonly ChannelInfo[];
  /** Why the spec is none; empty when it is one. */
  readonly fault: string;
}

type Known = ReadonlyMap<string, Resolved>;

/** Asks the engine once for each spec under each set of options, and remembers the answer. */
export class ChannelResolver {
  readonly store = createStore<{ readonly known: Known }>(() => ({ known: new Map() }));
  readonly #link: Link;
  readonly #asked = new Set<string>();
  readonly #optionTexts = new WeakMap<Options, string>();
  readonly #answers = new Map<string, Resolved>();
  #publishing = false;

  constructor(link: Link) {
    this.#link = link;
    link.onOpen(() => this.#asked.clear());
  }

  /** The key of a spec in `store`; asks for the answer when nobody has yet. */
  key(instance: InstanceDecl, spec: string): string {
    return `${instance.name}\n${instance.backend}\n${this.#optionText(instance.options)}\n${spec}`;
  }

  ask(instance: InstanceDecl, spec: string): void {
    const key = this.key(instance, spec);
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#link.call('devices.resolve', { instance: instance.name, spec }).then(
      infos => this.#take(key, { infos, fault: '' }),
      (thrown: unknown) => this.#take(key, { infos: [], fault: messageOf(thrown) }),
    );
  }

  /** Many answers in one go: a patch with thousands of rows must not draw thousands of times. */
  #take(key: string, answer: Resolved): void {
    this.#answers.set(key, answer);
    if (this.#publishing) return;
    this.#publishing = true;
    setTimeout(() => {
      this.#publishing = false;
      const known = new Map([...this.store.getState().known, ...this.#answers]);
      this.#answers.clear();
      this.store.setState({ known });
    }, 0);
  }

  #optionText(options: Options): string {
    const known = this.#optionTexts.get(options);
    if (known !== undefined) return known;
    const text = JSON.stringify(options);
    this.#optionTexts.set(options, text);
    return text;
  }
}

/** The channel names of a spec: as the backend spells them when it has answered, else as the user wrote them. */
export function channelNames(spec: string, resolved: Resolved | undefined): readonly string[] {
  if (resolved && resolved.infos.length > 0) return resolved.infos.map(info => info.name);
  const range = expandRange(spec);
  return range.ok ? range.channels : [spec];
}
