import '../styles/tokens.css';
import '../styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from '../app.tsx';
import { Link } from '../link/link.ts';
import { createModel } from '../model/model.ts';
import { FakeEngine } from './fake-engine.ts';
import { largePatch, SAMPLE_PATCH } from './sample-patch.ts';

/**
 * A page for development: the window on a pretend engine. `?empty` starts without a patch, `?nodes=1000` with a large
 * one, `?quiet` without events. Not part of the build.
 */
const nodes = Number(new URLSearchParams(location.search).get('nodes') ?? 0);
const patch = nodes > 0 ? largePatch(nodes) : SAMPLE_PATCH;
const engine = new FakeEngine(location.search.includes('empty') ? undefined : patch);
const link = new Link(() => Promise.resolve(engine.connect()));
const root = document.getElementById('root');
if (root) createRoot(root).render(<App model={createModel(link, undefined, localStorage)} />);
link.start();

let step = 0;
if (!location.search.includes('quiet')) {
  setInterval(() => {
    step++;
    for (let i = 1; i <= 8; i++) {
      engine.move(engine.indexOf(`apc.ch0.cc${i}`), 0.5 + 0.5 * Math.sin(step / 12 + i / 2));
    }
    engine.move(engine.indexOf('touch./fader/1'), 0.5 + 0.5 * Math.sin(step / 9));
    if (nodes === 0) return;
    const indexes = Array.from({ length: Math.min(nodes, 500) }, (_, i) => i * 2);
    engine.show(
      indexes,
      indexes.map(i => 0.5 + 0.5 * Math.sin(step / 9 + i)),
    );
  }, 50);
}
