/**
 * The `data-testid` of everything that an end-to-end spec touches.
 *
 * | id | what |
 * |---|---|
 * | `palette:<backend>` | a backend in the palette; drag it to the canvas, or press Enter on it |
 * | `node:<instance>` | an instance on the canvas; `data-status` is its state |
 * | `out:<instance>.<channel>`, `in:<instance>.<channel>` | the handles of a row: a wire leaves at `out`, arrives at `in` |
 * | `row:<instance>.<channel>` | the row |
 * | `value:<instance>.<channel>` | its value as text, three decimals; `–` before the first |
 * | `control:<instance>.<channel>` | an on-screen fader, button, toggle or pad |
 * | `large:<instance>.<channel>` | the same in the tab `controls` |
 * | `wire:<from>><to>` | a wire (an SVG group); `data-off` is `true` when it is switched off |
 * | `add-channel:<instance>` | the field "channel…" of a node; type and press Enter |
 * | `field:<option>`, `field-error:<option>` | a field of the inspector and its fault |
 * | `field:name` | the name of the selected instance |
 * | `canvas`, `inspector`, `palette`, `header`, `status` | the regions |
 * | `status-rate`, `status-p99`, `status-drops`, `status-link` | numbers of the status bar |
 * | `tab:<id>` | a tab of the bottom region: `monitor`, `controls`, `problems`, `log`; of the left one: `devices`, `connections` |
 * | `monitor-row`, `monitor-filter`, `monitor-pause`, `problem:<code>`, `fix:<id>` | in those tabs |
 * | `patch-name`, `dirty` | in the header; `dirty` exists only while there is unsaved work |
 * | `command:<id>` | a button or menu item that runs the command (`edit.undo`, `file.save`, ...) |
 * | `menu` | the button of the main menu |
 * | `dialog`, `choice:<id>` | a question and its answers |
 * | `file-dialog`, `file-path`, `file:<name>`, `file-confirm` | the file dialog of a browser window |
 * | `card:<learn or example or open>`, `recover:<id>`, `example:<n>` | the empty canvas |
 * | `palette-input`, `quick-add-input`, `wire-picker-input` | the boxes of Ctrl+K, of Tab and of W |
 * | `add-control:<kind>` | adds a control to a panel node |
 * | `free-option-name`, `free-option-value`, `free-option-add` | a new made-up option in the inspector |
 * | `learn`, `why` | the card that listens, the chain of causes |
 * | `name:<instance>.<channel>` | the directory's name of a row; `channel-name` the field that gives one |
 * | `library`, `library-search`, `entry:<title>`, `star:<title>` | the tab `library`: search, a result, its star |
 * | `add-source`, `source:<name>`, `source-menu:<name>`, `source-answers` | sources of names; `data-state` is the state |
 * | `source-dialog`, `source-kind:<backend>`, `source-save`, `source-fault` | the form of a source; fields as above |
 * | `open-desk`, `desk`, `desk-close`, `tab:<entries or phonebooks or profiles or displays>` | the directory's desk |
 * | `contact-add`, `contacts-search`, `contacts-import`, `contacts-export`, `contacts-count`, `contact:<title>`, `sort:<column>` | a book of contacts |
 * | `contact-form`, `draft-value:<column>`, `draft-add`, `contact-save`, `contact-fault`, `contact-changed` | the form of one |
 * | `import-dialog`, `import-file`, `import-encoding`, `import-preview`, `import-start`, `import-result` | importing CSV |
 * | `phonebook:<name>`, `profile:<name>`, `display:<name>`, each also `-new` | the lists; `desk-name`, `desk-scope`, `desk-remove` their forms |
 * | `service:<service>`, `source-choice:<name>`, `timeout:<service>`, `column-<part>:<n>`, `display-preview` | in those forms |
 * | `wire-names`, `nameless` | the names at a wire, and why there are none |
 * | `plugins`, `plugin:<kind>:<name>`, `plugin-switch:<kind>:<name>` | the list of plugins |
 * | `add-stack`, `choose-sound`, `stack-add`, `module:<name>`, `parameter:<name>`, `knob:<channel>` | the tab `sound`: its stack |
 * | `sound:<A or B>`, `compare`, `transport-play`, `transport-loop`, `stack-state`, `cache-clean` | listening; `data-file` is what the picture shows |
 * | `batch`, `batch-dialog`, `batch-folder`, `batch-axis:<n>`, `batch-values:<n>`, `batch-count`, `batch-run`, `batch-cancel`, `batch-progress`, `batch-table`, `batch-csv`, `batch-sidecar` | batches |
 * | `plugin-settings:<kind>:<name>`, `form-save`, `form-reset`, `form-json`, `form-fault` | the form of a plugin; fields as above |
 * | `settings`, `settings-page:<appearance or remote>`, `settings-plugins`, `theme-card:<theme>`, `settings-region:<region>` | the settings |
 * | `remote:<view>`, `remote-switch:<view>`, `remote-who:<view>`, `remote-host:<view>`, `remote-port:<view>`, `remote-apply:<view>` | the card of a network view |
 * | `remote-state:<view>`, `remote-address:<view>`, `remote-fault:<view>`, `remote-warning:<view>`, `access-token`, `access-token-show` | how it is |
 * | `toast`, `link-banner` | messages |
 * | `editor`, `editor-code`, `editor-tab:<path>`, `editor-dirty`, `editor-save`, `editor-state` | the script editor |
 * | `editor-refused`, `editor-conflict`, `conflict:<disk or mine>`, `api-pane` | what it says above and beside the text |
 * | `editor-new`, `editor-new-file`, `new-file-name`, `new-file-make`, `edit-script` | a new module; opens the editor |
 * | `rename-dialog`, `rename-channel`, `rename-confirm`, `diff:<path>` | another name for a channel |
 */
export const testId = {
  palette: (backend: string) => `palette:${backend}`,
  node: (instance: string) => `node:${instance}`,
  out: (ref: string) => `out:${ref}`,
  in: (ref: string) => `in:${ref}`,
  row: (ref: string) => `row:${ref}`,
  name: (ref: string) => `name:${ref}`,
  value: (ref: string) => `value:${ref}`,
  control: (ref: string) => `control:${ref}`,
  largeControl: (ref: string) => `large:${ref}`,
  wire: (from: string, to: string) => `wire:${from}>${to}`,
  addChannel: (instance: string) => `add-channel:${instance}`,
  field: (option: string) => `field:${option}`,
  fieldError: (option: string) => `field-error:${option}`,
  tab: (id: string) => `tab:${id}`,
  problem: (code: string) => `problem:${code}`,
  fix: (id: string) => `fix:${id}`,
  command: (id: string) => `command:${id}`,
  choice: (id: string) => `choice:${id}`,
  file: (name: string) => `file:${name}`,
  card: (id: string) => `card:${id}`,
  recover: (id: string) => `recover:${id}`,
  entry: (title: string) => `entry:${title}`,
  star: (title: string) => `star:${title}`,
  source: (name: string) => `source:${name}`,
  sourceKind: (backend: string) => `source-kind:${backend}`,
  plugin: (key: string) => `plugin:${key}`,
  example: (n: number) => `example:${n}`,
} as const;
