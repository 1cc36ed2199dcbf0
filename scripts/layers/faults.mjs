// For each rule a small tree with one fault in it: path -> text. The rule must fire, and no other.

const ELECTRON = {
  'node_modules/electron/package.json': '{ "name": "electron", "main": "index.js" }',
  'node_modules/electron/index.js': 'exports.app = 1;',
};
const A = 'export const a = 1;\n';
const use = path => `import { a } from '${path}';\nexport const b = a;\n`;
const type = path => `import type { a } from '${path}';\nexport type B = typeof a;\n`;

export const FAULTS = {
  'no-cycles': {
    'src/shared/patch/one.ts': "import type { Two } from './two.ts';\nexport interface One { two: Two }\n",
    'src/shared/patch/two.ts': "import type { One } from './one.ts';\nexport interface Two { one: One }\n",
  },
  'everything-resolves': { 'src/main/app.ts': use('./nowhere.ts') },
  'shared-runs-anywhere': {
    'src/main/program.ts': A,
    'src/shared/patch/one.ts': type('../../main/program.ts'),
  },
  'shared-has-no-node': {
    'src/shared/patch/one.ts': "import { join } from 'node:path';\nexport const a = join;\n",
  },
  'errors-and-signals-stand-alone': {
    'src/shared/patch/document.ts': A,
    'src/shared/signal/value.ts': type('../patch/document.ts'),
  },
  'engine-parts-know-only-shared': {
    'src/main/kernel/one.ts': A,
    'src/main/core/router.ts': use('../kernel/one.ts'),
  },
  'socket-tools-know-only-shared': {
    'src/main/program.ts': A,
    'src/main/net/udp.ts': use('../program.ts'),
  },
  'a-plugin-knows-only-shared-and-itself': {
    'src/main/backends/midi/codec.ts': A,
    'src/main/backends/osc/index.ts': type('../midi/codec.ts'),
  },
  'a-script-backend-also-knows-the-sandbox': {
    'src/main/sandbox/host.ts': A,
    'src/main/stacks/query.ts': A,
    'src/main/backends/lua/index.ts':
      use('../../sandbox/host.ts') + "export { a } from '../../stacks/query.ts';\n",
  },
  'a-stack-plugin-also-knows-the-stacks': {
    'src/main/sandbox/host.ts': A,
    'src/main/stacks/query.ts': A,
    'src/main/views/vt/index.ts':
      use('../../stacks/query.ts') + "export { a } from '../../sandbox/host.ts';\n",
  },
  'the-directory-knows-only-shared': {
    'src/main/kernel/one.ts': A,
    'src/main/directory/catalogue.ts': use('../kernel/one.ts'),
  },
  'a-source-knows-only-shared-and-its-tools': {
    'src/main/sources/tools/one.ts': A,
    'src/main/sources/csv/one.ts': A,
    'src/main/sources/json/index.ts': use('../csv/one.ts') + "export { a } from '../tools/one.ts';\n",
  },
  'only-the-composition-root-names-plugins': {
    'src/main/backends/osc/index.ts': A,
    'src/main/cli/run.ts': use('../backends/osc/index.ts'),
  },
  'headless-never-reaches-electron': {
    ...ELECTRON,
    'src/main/shell/window.ts': use('electron'),
    'src/main/program.ts': use('./shell/window.ts'),
    'src/main/headless.ts': use('./program.ts'),
  },
  'electron-stays-in-the-shell': { ...ELECTRON, 'src/main/program.ts': type('electron') },
  'the-page-knows-no-process': {
    'src/main/program.ts': A,
    'src/renderer/model/one.ts': type('../../main/program.ts'),
  },
  'the-page-has-no-node': {
    'src/renderer/model/one.ts': "import { join } from 'node:path';\nexport const a = join;\n",
  },
  'nobody-imports-the-page': {
    'src/renderer/model/one.ts': A,
    'src/preload/index.ts': use('../renderer/model/one.ts'),
  },
  'features-are-strangers': {
    'src/renderer/features/graph/node.tsx': A,
    'src/renderer/features/monitor/list.tsx': use('../graph/node.tsx'),
  },
  'components-know-only-their-props': {
    'src/renderer/model/one.ts': A,
    'src/renderer/ui/button.tsx': use('../model/one.ts'),
  },
  'the-model-knows-no-feature': {
    'src/renderer/features/graph/node.tsx': A,
    'src/renderer/model/one.ts': use('../features/graph/node.tsx'),
  },
  'plugins-use-the-published-api': {
    'src/main/core/router.ts': A,
    'plugins/sample/index.ts': use('../../src/main/core/router.ts'),
  },
  'what-ships-is-a-dependency': {
    'package.json': '{ "name": "x", "version": "1.0.0", "devDependencies": { "tool": "1.0.0" } }',
    'node_modules/tool/package.json': '{ "name": "tool", "version": "1.0.0", "main": "index.js" }',
    'node_modules/tool/index.js': 'exports.a = 1;',
    'src/main/program.ts': use('tool'),
  },
  'product-code-needs-no-test': {
    'src/shared/plugin/testing/fake.ts': A,
    'src/main/core/router.ts': use('../../shared/plugin/testing/fake.ts'),
  },
};
