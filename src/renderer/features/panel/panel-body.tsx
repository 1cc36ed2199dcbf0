import './panel.css';
import { memo, type ComponentType, type CSSProperties, useMemo } from 'react';
import { CONTROL_KINDS, type ControlKind } from '../../../shared/panel/control-name.ts';
import { t } from '../../messages/translate.ts';
import { addChannels } from '../../model/graph-edits.ts';
import type { InstanceView } from '../../model/graph-view.ts';
import { useRowName } from '../../model/names-hooks.ts';
import { useModel } from '../../model/use-model.ts';
import { testId } from '../../ui/test-ids.ts';
import { Fader, LabelView, Pad, PushButton, ScaledValue, ToggleButton } from './controls.tsx';
import { nextControl, type PanelControl, panelControls } from './panel-controls.ts';

type Handles = ComponentType<{ readonly view: InstanceView; readonly spec: string }>;

interface PanelBodyProps {
  readonly view: InstanceView;
  readonly handles: Handles;
}

/** The controls of a panel on its node, each with its handles. */
export const PanelBody = memo(function PanelBody({ view, handles: Ends }: PanelBodyProps) {
  const { controls, others } = panelControls(view);
  return (
    <div className="panel-body">
      {controls.map(control => (
        <ControlRow key={control.id} view={view} control={control} handles={Ends} />
      ))}
      {others.map(spec => (
        <div key={spec} className="row" data-testid={testId.row(`${view.decl.name}.${spec}`)}>
          <Ends view={view} spec={spec} />
          <span className="row-label ellipsis">{spec}</span>
        </div>
      ))}
      <AddControl view={view} />
    </div>
  );
});

interface ControlRowProps extends PanelBodyProps {
  readonly control: PanelControl;
}

function ControlRow({ view, control, handles: Ends }: ControlRowProps) {
  const style = control.color === undefined ? undefined : ({ '--family': control.color } as CSSProperties);
  if (control.kind === 'xy') {
    return (
      <div className="control-pad" style={style}>
        <div className="pad-title ellipsis">{control.title}</div>
        <Pad view={view} control={control} />
        {control.specs.map(spec => (
          <div key={spec} className="row" data-testid={testId.row(`${view.decl.name}.${spec}`)}>
            <Ends view={view} spec={spec} />
            <span className="row-label faint">{spec.slice(-1)}</span>
            <ScaledValue view={view} control={control} spec={spec} />
          </div>
        ))}
      </div>
    );
  }
  return <NamedControl view={view} control={control} handles={Ends} />;
}

/** A control of one channel. Without a title of its own it bears the name that the directory gives its channel. */
function NamedControl({ view, control, handles: Ends }: ControlRowProps) {
  const spec = control.specs[0] ?? control.id;
  const name = useRowName(view.decl, spec);
  const titled = Object.hasOwn(view.decl.options, `${control.id}.title`);
  const shown = useMemo(
    () => (name === '' || titled ? control : { ...control, title: name }),
    [control, name, titled],
  );
  const note = titled ? name : spec;
  const style = control.color === undefined ? undefined : ({ '--family': control.color } as CSSProperties);
  return (
    <div
      className="control-row"
      style={style}
      data-testid={testId.row(`${view.decl.name}.${spec}`)}
      data-channel={spec}
      tabIndex={-1}
      title={name === '' ? spec : `${name}\n${spec}`}
    >
      <Ends view={view} spec={spec} />
      <ControlFace
        view={view}
        control={shown}
        spec={spec}
        note={name === '' || note === shown.title ? '' : note}
      />
    </div>
  );
}

function ControlFace({
  view,
  control,
  spec,
  note,
}: {
  readonly view: InstanceView;
  readonly control: PanelControl;
  readonly spec: string;
  /** What stands muted beside the title. */
  readonly note: string;
}) {
  switch (control.kind) {
    case 'button':
      return <PushButton view={view} control={control} />;
    case 'toggle':
      return <ToggleButton view={view} control={control} />;
    case 'label':
      return (
        <>
          <span className="control-title ellipsis">{control.title}</span>
          <LabelView view={view} control={control} />
        </>
      );
    default:
      return (
        <>
          <div className="fader-head">
            <span className="control-title ellipsis">
              {control.title}
              {note !== '' && (
                <span className="control-note" data-testid={testId.name(`${view.decl.name}.${spec}`)}>
                  {note}
                </span>
              )}
            </span>
            <ScaledValue view={view} control={control} spec={spec} />
          </div>
          <Fader view={view} control={control} />
        </>
      );
  }
}

function AddControl({ view }: { readonly view: InstanceView }) {
  const model = useModel();
  const add = (kind: ControlKind) => {
    const specs = nextControl(
      kind,
      view.rows.map(row => row.spec),
    );
    const label = t('edit.addChannel', { channel: `${view.decl.name}.${specs[0] ?? kind}` });
    void model.edit(label, addChannels(view.decl, specs));
  };
  return (
    <div className="add-control nodrag" role="group" aria-label={t('panel.add')}>
      {CONTROL_KINDS.map(kind => (
        <button type="button" key={kind} data-testid={`add-control:${kind}`} onClick={() => add(kind)}>
          + {t(`panel.${kind}`)}
        </button>
      ))}
    </div>
  );
}
