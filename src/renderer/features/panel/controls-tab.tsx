import './controls-tab.css';
import type { CSSProperties } from 'react';
import { t } from '../../messages/translate.ts';
import type { InstanceView } from '../../model/graph-view.ts';
import { useModelState } from '../../model/use-model.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import type { PanelSpec } from '../../ui/panel-spec.ts';
import { Fader, LabelView, Pad, PushButton, ScaledValue, ToggleButton } from './controls.tsx';
import { type PanelControl, panelControls } from './panel-controls.ts';

/** All panels of the patch side by side, large enough for a hand: the place to play from. */
function ControlsTab() {
  const view = useModelState('graph', state => state.view);
  const panels = [...view.values()].filter(one => one.decl.backend === 'panel');
  if (panels.length === 0) return <EmptyNote title={t('controls.none')} text={t('controls.noneText')} />;
  return (
    <div className="controls-tab">
      {panels.map(one => (
        <section key={one.decl.name} aria-label={one.decl.name}>
          <h2 className="section-title">{one.decl.name}</h2>
          <div className="controls-row">
            {panelControls(one).controls.map(control => (
              <ControlCell key={control.id} view={one} control={control} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

export const controlsPanel: PanelSpec = {
  id: 'controls',
  title: t('controls.title'),
  region: 'bottom',
  component: ControlsTab,
};

function ControlCell({ view, control }: { readonly view: InstanceView; readonly control: PanelControl }) {
  const style = control.color === undefined ? undefined : ({ '--accent': control.color } as CSSProperties);
  return (
    <div className={`control-cell kind-${control.kind}`} style={style}>
      <ControlFace view={view} control={control} />
    </div>
  );
}

function ControlFace({ view, control }: { readonly view: InstanceView; readonly control: PanelControl }) {
  switch (control.kind) {
    case 'button':
      return <PushButton view={view} control={control} large />;
    case 'toggle':
      return <ToggleButton view={view} control={control} large />;
    case 'label':
      return (
        <>
          <span className="control-title ellipsis">{control.title}</span>
          <LabelView view={view} control={control} large />
        </>
      );
    case 'xy':
      return (
        <>
          <Pad view={view} control={control} large />
          <span className="control-title ellipsis">{control.title}</span>
        </>
      );
    case 'fader':
      return (
        <>
          <ScaledValue view={view} control={control} spec={control.specs[0] ?? control.id} large />
          <Fader view={view} control={control} large />
          <span className="control-title ellipsis">{control.title}</span>
        </>
      );
  }
}
