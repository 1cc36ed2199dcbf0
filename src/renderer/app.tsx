import './app.css';
import { type ComponentType, useEffect } from 'react';
import { CommandPalette } from './features/command-palette/command-palette.tsx';
import { libraryPanel } from './features/directory/library.tsx';
import { SourceDialog } from './features/directory/source-dialog.tsx';
import { DirectoryDesk } from './features/directory-desk/desk.tsx';
import { Editor } from './features/editor/editor.tsx';
import { EmptyState, RecoveryOffer } from './features/empty-state/empty-state.tsx';
import { FileDialog } from './features/file-dialog/file-dialog.tsx';
import { QuestionDialog } from './features/file-dialog/question-dialog.tsx';
import { Graph } from './features/graph/graph.tsx';
import { Header } from './features/header/header.tsx';
import { GamepadLive } from './features/input-devices/gamepad-live.tsx';
import { KeyboardLive } from './features/input-devices/keyboard-live.tsx';
import { Inspector } from './features/inspector/inspector.tsx';
import { logPanel } from './features/log/log.tsx';
import { monitorPanel } from './features/monitor/monitor.tsx';
import { connectionsPanel } from './features/palette/connections.tsx';
import { palettePanel } from './features/palette/palette.tsx';
import { controlsPanel } from './features/panel/controls-tab.tsx';
import { PanelBody } from './features/panel/panel-body.tsx';
import { PluginsDialog } from './features/plugins/plugins-dialog.tsx';
import { problemsPanel } from './features/problems/problems.tsx';
import { SettingsDialog } from './features/settings/settings-dialog.tsx';
import { stacksPanel } from './features/stacks/stacks-tab.tsx';
import { StatusBar } from './features/status-bar/status-bar.tsx';
import { Announcer } from './features/toasts/announcer.tsx';
import { Toasts } from './features/toasts/toasts.tsx';
import { t } from './messages/translate.ts';
import { appCommands } from './model/app-commands.ts';
import { registerCommands } from './model/commands.ts';
import type { Model } from './model/model.ts';
import { type Region, REGION_SIZES, resizeRegion } from './model/settings-store.ts';
import { useInputDevices } from './model/use-input-devices.ts';
import { ModelProvider, useModel, useModelState } from './model/use-model.ts';
import { useShortcuts } from './model/use-shortcuts.ts';
import { useTheme } from './model/use-theme.ts';
import type { PanelSpec } from './ui/panel-spec.ts';
import { Splitter } from './ui/splitter.tsx';
import { Tabs } from './ui/tabs.tsx';

/** The tabs of the window. A new feature adds its own here. */
const PANELS: readonly PanelSpec[] = [
  palettePanel,
  libraryPanel,
  connectionsPanel,
  monitorPanel,
  controlsPanel,
  stacksPanel,
  problemsPanel,
  logPanel,
];
/** Nodes that draw their rows in a way of their own, by backend. */
const NODE_BODIES = { panel: PanelBody };

/** Small live pictures of nodes, by backend. */
const NODE_EXTRAS = { gamepad: GamepadLive, keyboard: KeyboardLive };

const LEFT = PANELS.filter(one => one.region === 'left');
const BOTTOM = PANELS.filter(one => one.region === 'bottom');

export function App({ model }: { readonly model: Model }) {
  return (
    <ModelProvider value={model}>
      <Window />
    </ModelProvider>
  );
}

function Window() {
  const model = useModel();
  const shown = useModelState('settings', state => state.shown);
  const desk = useModelState('dialogs', state => state.desk !== undefined);
  useTheme();
  useShortcuts();
  useInputDevices();
  useEffect(() => registerCommands(model.commands, appCommands(model)), [model]);
  return (
    <div className="app">
      <Header />
      <LinkBanner />
      <RecoveryOffer />
      <div className="work" inert={desk}>
        {shown.left && <LeftRegion />}
        <div className="centre">
          <div className="desk">
            <main className="stage">
              <Graph bodies={NODE_BODIES} extras={NODE_EXTRAS} />
              <EmptyState />
            </main>
            <Editor />
          </div>
          {shown.bottom && <BottomRegion />}
        </div>
        {shown.right && <RightRegion />}
      </div>
      <StatusBar />
      <DirectoryDesk />
      <FileDialog />
      <QuestionDialog />
      <SourceDialog />
      <PluginsDialog />
      <SettingsDialog />
      <CommandPalette />
      <Toasts />
      <Announcer />
    </div>
  );
}

function LeftRegion() {
  const size = useModelState('settings', state => state.size.left);
  const tab = useModelState('settings', state => state.leftTab);
  const model = useModel();
  const current = LEFT.find(one => one.id === tab) ?? LEFT[0];
  return (
    <>
      <section className="region left" style={{ width: size }} aria-label={t('region.left')}>
        <div className="tab-strip">
          <Tabs
            label={t('region.left')}
            panels={LEFT}
            current={current?.id ?? ''}
            onChoose={leftTab => model.settings.setState({ leftTab })}
          />
        </div>
        <PanelContent panel={current} />
      </section>
      <RegionSplitter region="left" />
    </>
  );
}

function BottomRegion() {
  const size = useModelState('settings', state => state.size.bottom);
  const tab = useModelState('settings', state => state.bottomTab);
  const model = useModel();
  const current = BOTTOM.find(one => one.id === tab) ?? BOTTOM[0];
  return (
    <>
      <RegionSplitter region="bottom" />
      <section className="region bottom" style={{ height: size }} aria-label={t('region.bottom')}>
        <div className="tab-strip">
          <Tabs
            label={t('region.bottom')}
            panels={BOTTOM}
            current={current?.id ?? ''}
            onChoose={bottomTab => model.settings.setState({ bottomTab })}
          />
        </div>
        <PanelContent panel={current} />
      </section>
    </>
  );
}

function PanelContent({ panel }: { readonly panel: PanelSpec | undefined }) {
  const Content: ComponentType | undefined = panel?.component;
  return <div className="region-content">{Content && <Content />}</div>;
}

function RightRegion() {
  const size = useModelState('settings', state => state.size.right);
  return (
    <>
      <RegionSplitter region="right" />
      <section className="region right" style={{ width: size }}>
        <Inspector />
      </section>
    </>
  );
}

function RegionSplitter({ region }: { readonly region: Region }) {
  const model = useModel();
  const size = useModelState('settings', state => state.size[region]);
  return (
    <Splitter
      label={t(`region.${region}`)}
      edge={region}
      size={size}
      usual={REGION_SIZES[region].usual}
      onSize={next => resizeRegion(model.settings, region, next)}
    />
  );
}

function LinkBanner() {
  const lost = useModelState('host', state => state.link === 'lost');
  return lost ? (
    <div className="link-banner" role="alert" data-testid="link-banner">
      {t('link.banner')}
    </div>
  ) : null;
}
