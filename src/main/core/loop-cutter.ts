import { fail } from '../../shared/error/coded-error.ts';
import { problemOf } from '../../shared/error/problem.ts';
import type { ChannelTable } from './channel-table.ts';
import type { EventRing } from './event-ring.ts';
import type { WirePair } from './fan-out.ts';
import { findLoop, type Loop } from './loop-finder.ts';
import type { Plan } from './plan.ts';
import type { MappingDecl } from '../../shared/patch/document.ts';
import { pairKey } from '../../shared/patch/draft.ts';
import type { ProblemStore } from './problem-store.ts';
import { HOP_LIMIT } from './router.ts';

const OWNER = 'loops';

/** A wire as it runs, and the mapping that asks for it. */
export interface LiveWire extends WirePair {
  readonly mapping: MappingDecl;
}

interface Cut {
  readonly wire: LiveWire;
  readonly path: string;
}

/** Remembers which wires were cut out of loops, and keeps the problem that says so. */
export class LoopCutter {
  readonly #cuts = new Map<string, Cut>();

  constructor(
    private readonly table: ChannelTable,
    private readonly ring: EventRing,
    private readonly problems: ProblemStore,
  ) {}

  /** Cut the wire that closes the loop of this event. False when there is none, or it is open already. */
  cut(seq: number, wires: readonly LiveWire[]): boolean {
    const loop = findLoop(this.ring, seq);
    const pair = loop?.wires.at(-1);
    if (!loop || !pair || loop.wires.some(wire => this.isCut(wire))) return false;
    const wire = wires.find(one => one.from === pair.from && one.to === pair.to);
    if (!wire) return false;
    this.#cuts.set(key(pair), { wire, path: this.#pathOf(loop) });
    this.#publish();
    return true;
  }

  isCut(wire: WirePair): boolean {
    return this.#cuts.size > 0 && this.#cuts.has(key(wire));
  }

  /** Forget the cuts of a mapping. False when it had none. */
  restore(from: string, to: string): boolean {
    return this.#forget(cut => cut.wire.mapping.from === from && cut.wire.mapping.to === to);
  }

  /** Forget the cuts of mappings that the plan has no more. */
  keepOnly(plan: Plan): void {
    if (this.#cuts.size === 0) return;
    const kept = new Set(plan.wires.map(wire => pairKey(wire.mapping)));
    this.#forget(cut => !kept.has(pairKey(cut.wire.mapping)));
  }

  #forget(which: (cut: Cut) => boolean): boolean {
    const before = this.#cuts.size;
    for (const [id, cut] of this.#cuts) if (which(cut)) this.#cuts.delete(id);
    if (this.#cuts.size === before) return false;
    this.#publish();
    return true;
  }

  #publish(): void {
    const reports = [...this.#cuts.values()].map(({ wire, path }) => {
      const name = `${this.table.nameOf(wire.from)} > ${this.table.nameOf(wire.to)}`;
      const error = fail('core.loop', { path, hops: HOP_LIMIT, wire: name });
      const { from, to } = wire.mapping;
      return {
        ...problemOf(error, { kind: 'mapping', from, to }),
        fixes: [{ id: 'restore-wire', label: 'Restore the wire' }],
      };
    });
    this.problems.replace(OWNER, reports);
  }

  /** `a.x > b.y > b.z > a.w`: what the events went through, in order. */
  #pathOf(loop: Loop): string {
    const names = loop.wires.flatMap(({ from, to }) => [this.table.nameOf(from), this.table.nameOf(to)]);
    return names.filter((name, i) => name !== names[i - 1]).join(' > ');
  }
}

function key(wire: WirePair): string {
  return `${wire.from}>${wire.to}`;
}
