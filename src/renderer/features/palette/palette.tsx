import './palette.css';
import { useState } from 'react';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import { t } from '../../messages/translate.ts';
import { matches } from '../../model/fuzzy.ts';
import { runCommand } from '../../model/commands.ts';
import { placeBackend } from '../../model/patch-actions.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { BACKEND_DRAG } from '../../ui/drag.ts';
import { FamilyGlyph } from '../../ui/glyph.tsx';
import type { PanelSpec } from '../../ui/panel-spec.ts';
import { testId } from '../../ui/test-ids.ts';
import { InstanceList } from './instance-list.tsx';

/** Devices of the patch, and the backends that can be dragged in. */
function Palette() {
  const [text, setText] = useState('');
  const backends = useModelState('devices', state => state.backends);
  const found = backends.filter(one =>
    matches(text, `${one.title} ${one.name} ${one.summary} ${one.family}`),
  );
  return (
    <div className="palette" data-testid="palette">
      <InstanceList />
      <section className="palette-section">
        <h2 className="section-title">{t('palette.add')}</h2>
        <input
          className="input palette-filter"
          type="search"
          placeholder={t('palette.filter')}
          aria-label={t('palette.filter')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <ul className="palette-list" aria-label={t('palette.add')}>
          {found.map(one => (
            <PaletteItem key={one.name} manifest={one} />
          ))}
        </ul>
        {found.length === 0 && backends.length > 0 && <p className="palette-none">{t('quickAdd.nothing')}</p>}
      </section>
    </div>
  );
}

export const palettePanel: PanelSpec = {
  id: 'devices',
  title: t('palette.title'),
  region: 'left',
  component: Palette,
};

function PaletteItem({ manifest }: { readonly manifest: BackendManifest }) {
  const model = useModel();
  const place = () => {
    // The canvas knows its own middle: it answers with the place where quick add would open.
    runCommand(model.commands, 'edit.quickAdd');
    const at = model.dialogs.getState().quickAdd ?? { x: 0, y: 0 };
    model.dialogs.setState({ quickAdd: undefined });
    void placeBackend(model, manifest, freeSpot(model.patch.getState().document.layout.nodes, at));
  };
  return (
    <li>
      <button
        type="button"
        className="palette-item"
        draggable
        data-testid={testId.palette(manifest.name)}
        data-family={manifest.family}
        title={`${manifest.summary}\n${t('palette.hint')}`}
        onDragStart={event => {
          event.dataTransfer.setData(BACKEND_DRAG, manifest.name);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onDoubleClick={place}
        onKeyDown={event => {
          if (event.key === 'Enter') place();
        }}
      >
        <span className="palette-glyph">
          <FamilyGlyph family={manifest.family} size={14} />
        </span>
        <span className="grow">
          <span className="palette-name">{manifest.title}</span>
          <span className="palette-summary ellipsis">{manifest.summary}</span>
        </span>
      </button>
    </li>
  );
}

/** The first place from `at` on, step by step down and right, where no node stands yet. */
function freeSpot(
  nodes: Readonly<Record<string, { readonly x: number; readonly y: number }>>,
  at: { readonly x: number; readonly y: number },
): { x: number; y: number } {
  const spot = { x: at.x, y: at.y };
  const near = () =>
    Object.values(nodes).some(node => Math.abs(node.x - spot.x) < 30 && Math.abs(node.y - spot.y) < 30);
  while (near()) {
    spot.x += 40;
    spot.y += 40;
  }
  return spot;
}
