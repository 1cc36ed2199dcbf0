// The layers as sentences; ARCHITECTURE.md has the picture. scripts/layers.mjs runs them and seeds a fault for each.

const TEST = '\\.(test|peer\\.test)\\.tsx?$|/testing/';
const ELECTRON = '(^|/)node_modules/electron/|^electron$';
const ANY_ELECTRON = `${ELECTRON}|(^|/)node_modules/@electron/`;
/** Plugins that are the outside of a part of the engine, and may know that part. */
const SANDBOX_BACKENDS = '^src/main/backends/(python|lua|script)/';
const STACK_PLUGINS = '^src/main/(backends/stack|services/stacks|views/vt)/';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    rule(
      'no-cycles',
      'Nothing depends on itself in a circle, not even by types: what can be read alone can be changed alone.',
      { path: '^(src|plugins|scripts|e2e)/' },
      { circular: true },
    ),
    rule(
      'everything-resolves',
      'An import names something that exists.',
      { path: '^(src|plugins)/' },
      { couldNotResolve: true, pathNot: `${ELECTRON}|\\?(worker|raw|url)$` },
    ),
    rule(
      'shared-runs-anywhere',
      'src/shared knows no process: no Node module, no Electron, no part of a process.',
      { path: '^src/shared/', pathNot: TEST },
      { path: `^src/(?!shared/)|${ANY_ELECTRON}` },
    ),
    rule(
      'shared-has-no-node',
      'src/shared uses no Node module, for it also runs in browsers.',
      { path: '^src/shared/', pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'errors-and-signals-stand-alone',
      'src/shared/error and src/shared/signal import nothing but themselves.',
      { path: '^src/shared/(error|signal)/', pathNot: TEST },
      { path: '^src/', pathNot: '^src/shared/$1/' },
    ),
    rule(
      'engine-parts-know-only-shared',
      'Core, kernel, sandbox and stacks import src/shared and themselves; the thread starter is the one tool they share.',
      { path: '^src/main/(core|kernel|sandbox|stacks)/', pathNot: TEST },
      { path: '^src/', pathNot: '^src/shared/|^src/main/$1/|^src/main/threads/' },
    ),
    rule(
      'socket-tools-know-only-shared',
      'src/main/net, the tools for sockets that plugins share, imports src/shared and itself.',
      { path: '^src/main/net/', pathNot: TEST },
      { path: '^src/', pathNot: '^src/(shared|main/net)/' },
    ),
    rule(
      'a-plugin-knows-only-shared-and-itself',
      'A backend, service or view imports src/shared, its own folder and the tools for sockets, pages and threads: plugins meet in the kernel alone.',
      {
        path: '^src/main/(backends|services|views)/([^/]+)/',
        pathNot: `${TEST}|${SANDBOX_BACKENDS}|${STACK_PLUGINS}`,
      },
      { path: '^src/', pathNot: '^src/shared/|^src/main/$1/$2/|^src/main/(threads|web|net)/' },
    ),
    rule(
      'a-script-backend-also-knows-the-sandbox',
      'The backends python, lua and script are the outside of the sandbox, and know nothing else.',
      { path: '^src/main/(backends|services|views)/([^/]+)/', pathNot: `${TEST}|^(?!${SANDBOX_BACKENDS})` },
      { path: '^src/', pathNot: '^src/shared/|^src/main/$1/$2/|^src/main/(threads|sandbox)/' },
    ),
    rule(
      'a-stack-plugin-also-knows-the-stacks',
      'Backend stack, service stacks and view vt are the outside of the stacks, and know those, the tools for sockets and threads, and nothing else.',
      { path: '^src/main/(backends|services|views)/([^/]+)/', pathNot: `${TEST}|^(?!${STACK_PLUGINS})` },
      { path: '^src/', pathNot: '^src/shared/|^src/main/$1/$2/|^src/main/(threads|stacks|net)/' },
    ),
    rule(
      'the-directory-knows-only-shared',
      'The directory imports src/shared and itself: sources, services and views come to it as plugins.',
      { path: '^src/main/directory/', pathNot: TEST },
      { path: '^src/', pathNot: '^src/shared/|^src/main/directory/' },
    ),
    rule(
      'a-source-knows-only-shared-and-its-tools',
      'A back-end of the directory imports src/shared, its own folder and the tools that sources share.',
      { path: '^src/main/sources/([^/]+)/', pathNot: TEST },
      { path: '^src/', pathNot: '^src/shared/|^src/main/sources/($1|tools)/' },
    ),
    rule(
      'only-the-composition-root-names-plugins',
      'Concrete plugins are named where the program is put together, and nowhere else.',
      {
        path: '^src/',
        pathNot: `${TEST}|^src/main/(backends|services|views|sources)/|^src/main/(app|plugins-list|[a-z]+-parts)\\.ts$`,
      },
      { path: '^src/main/(backends|services|sources)/' },
    ),
    rule(
      'headless-never-reaches-electron',
      'The headless host runs on plain Node: no chain of imports from it ends at Electron or at the shell.',
      { path: '^src/main/(headless|engine-worker)\\.ts$' },
      { path: `${ANY_ELECTRON}|^src/main/shell/`, reachable: true },
    ),
    rule(
      'electron-stays-in-the-shell',
      'Only the shell, its entry, the window view and the preload know of Electron.',
      { path: '^(src|plugins)/', pathNot: '^src/main/(shell/|main\\.ts$|views/window/)|^src/preload/' },
      { path: ELECTRON },
    ),
    rule(
      'the-page-knows-no-process',
      'The renderer imports neither main nor preload nor Node nor Electron: it speaks through the contract.',
      { path: '^src/renderer/', pathNot: TEST },
      { path: `^src/(main|preload)/|${ANY_ELECTRON}` },
    ),
    rule(
      'the-page-has-no-node',
      'The renderer uses no Node module.',
      { path: '^src/renderer/', pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'nobody-imports-the-page',
      'Main, preload and shared never import the renderer.',
      { path: '^src/(main|preload|shared)/' },
      { path: '^src/renderer/' },
    ),
    rule(
      'features-are-strangers',
      'A feature of the page never imports another one: they meet in the model.',
      { path: '^src/renderer/features/([^/]+)/' },
      { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    ),
    rule(
      'components-know-only-their-props',
      'src/renderer/ui imports nothing of the model, the link or the features.',
      { path: '^src/renderer/ui/', pathNot: TEST },
      { path: '^src/renderer/(model|link|features)/' },
    ),
    rule(
      'the-model-knows-no-feature',
      'src/renderer/model and link import neither components nor features.',
      { path: '^src/renderer/(model|link)/', pathNot: TEST },
      { path: '^src/renderer/(features|ui)/' },
    ),
    rule(
      'plugins-use-the-published-api',
      'Sample plugins import only what a plugin author gets: src/shared.',
      { path: '^plugins/', pathNot: TEST },
      { path: '^src/(?!shared/)' },
    ),
    rule(
      'what-ships-is-a-dependency',
      'Code of the main process imports no development dependency: it would be missing in the package.',
      { path: '^src/(main|shared)/', pathNot: TEST },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: ELECTRON },
    ),
    rule(
      'product-code-needs-no-test',
      'Nothing that ships imports a test or a test helper.',
      { path: '^src/', pathNot: `${TEST}|^src/renderer/fake` },
      { path: TEST },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
