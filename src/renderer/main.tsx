import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { shellBridge } from './link/bridge.ts';
import { Link } from './link/link.ts';
import { openPort } from './link/ports.ts';
import { createModel } from './model/model.ts';

const bridge = shellBridge();
const link = new Link(() => openPort(bridge));
const model = createModel(link, bridge, localStorage);
const root = document.getElementById('root');
if (root) createRoot(root).render(<App model={model} />);
link.start();
