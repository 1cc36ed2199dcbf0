import type { OscChannel } from './channels.ts';
import type { Formats } from './format.ts';

/** The channels of one path. */
interface Route {
  readonly path: string;
  /** By argument; -1 where no channel asks for it. */
  readonly locals: number[];
}

/**
 * Which channels the arguments of which path go to, as flat arrays: arguments `starts[r]` to `starts[r + 1]` belong to
 * route r.
 */
export class Routes {
  readonly paths: readonly string[];
  readonly starts: Int32Array;
  /** Per argument: its channel; -1 where none asks for it. */
  readonly locals: Int32Array;
  /** Per argument: what the value 0 stands for; NaN where the type of what arrives decides. */
  readonly mins: Float64Array;
  /** Per argument: the step from 0 to 1. */
  readonly spans: Float64Array;

  constructor(channels: ReadonlyMap<number, OscChannel>, formats: Formats) {
    const routes = [...group(channels).values()];
    const count = routes.reduce((sum, route) => sum + route.locals.length, 0);
    this.paths = routes.map(route => route.path);
    this.starts = new Int32Array(routes.length + 1);
    this.locals = new Int32Array(count);
    this.mins = new Float64Array(count).fill(NaN);
    this.spans = new Float64Array(count);
    let at = 0;
    routes.forEach(({ path, locals }, route) => {
      this.starts[route] = at;
      this.locals.set(locals, at);
      const ranges = formats.ranges(path);
      for (let i = 0; i < locals.length; i++) this.#range(at + i, ranges[i]);
      at += locals.length;
    });
    this.starts[routes.length] = at;
  }

  #range(at: number, range: { readonly min: number; readonly max: number } | undefined): void {
    if (!range) return;
    this.mins[at] = range.min;
    this.spans[at] = range.max - range.min;
  }
}

function group(channels: ReadonlyMap<number, OscChannel>): ReadonlyMap<string, Route> {
  const byPath = new Map<string, Route>();
  for (const [local, { path, index }] of channels) {
    const route = byPath.get(path) ?? { path, locals: [] };
    while (route.locals.length <= index) route.locals.push(-1);
    route.locals[index] = local;
    byPath.set(path, route);
  }
  return byPath;
}
