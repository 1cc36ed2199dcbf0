import type { ScriptStatus } from '../../shared/script/requests.ts';
import { refreshDocs } from './editor-files.ts';
import { askScript } from './editor-request.ts';
import type { HandlerRate } from './editor-store.ts';
import type { Model } from './model.ts';

const EVERY = 1000;

interface Counted {
  readonly at: number;
  readonly calls: ReadonlyMap<string, number>;
}

/** Keep the state of the script that is being edited up to date, and hear of files that change. Answers how to stop. */
export function followScripts(model: Model): () => void {
  let counted: Counted = { at: 0, calls: new Map() };
  const look = async () => {
    const { shown, instance } = model.editor.getState();
    if (!shown || instance === undefined || document.hidden) return;
    const status = await askScript(model.link, instance, 'status', {}).catch(() => undefined);
    if (!status) return;
    const now = performance.now();
    const rates = ratesOf(instance, status, counted, now);
    counted = { at: now, calls: callsOf(instance, status) };
    model.editor.setState(state => ({ status: new Map(state.status).set(instance, status), rates }));
  };
  const timer = setInterval(() => void look(), EVERY);
  const stopStore = model.editor.subscribe((state, before) => {
    if (state.instance !== before.instance || state.shown !== before.shown) void look();
  });
  const stopNotify = model.link.on('devices.notify', ({ instance, topic }) => {
    if (topic === 'files') void refreshDocs(model, instance);
    if (topic === 'loaded' || topic === 'status') void look();
  });
  return () => {
    clearInterval(timer);
    stopStore();
    stopNotify();
  };
}

function callsOf(instance: string, status: ScriptStatus): ReadonlyMap<string, number> {
  return new Map(status.handlers.map(one => [`${instance}.${one.channel}`, one.calls]));
}

function ratesOf(
  instance: string,
  status: ScriptStatus,
  before: Counted,
  now: number,
): ReadonlyMap<string, HandlerRate> {
  const seconds = (now - before.at) / 1000;
  return new Map(
    status.handlers.map(({ channel, calls, p95 }) => {
      const key = `${instance}.${channel}`;
      const more = calls - (before.calls.get(key) ?? calls);
      return [key, { rate: Math.max(0, more) / seconds, p95 }];
    }),
  );
}
