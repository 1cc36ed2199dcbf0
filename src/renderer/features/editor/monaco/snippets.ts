import type { ScriptLanguage } from '../../../../shared/script/api.ts';
import type { MessageKey } from '../../../messages/translate.ts';

/** A piece of a program that is typed often; `${1:name}` are its holes. */
export interface Snippet {
  readonly prefix: string;
  readonly title: MessageKey;
  readonly body: string;
}

export const SNIPPETS: Readonly<Record<ScriptLanguage, readonly Snippet[]>> = {
  script: [
    {
      prefix: 'handler',
      title: 'snippet.handler',
      body: "export function ${1:fader}(value: number): void {\n  output('${2:out1}', ${3:value});\n}\n",
    },
    {
      prefix: 'every',
      title: 'snippet.interval',
      body: 'function ${1:step}(): void {\n  $0\n}\ninterval(${1:step}, ${2:40});\n',
    },
    {
      prefix: 'toggle',
      title: 'snippet.toggle',
      body: "export function ${1:button}(value: number): void {\n  if (value > 0) output('${2:out1}', 1 - (outputvalue('${2:out1}') ?? 0));\n}\n",
    },
    { prefix: 'state', title: 'snippet.state', body: 'export let ${1:state} = ${2:0};\n' },
  ],
  python: [
    {
      prefix: 'handler',
      title: 'snippet.handler',
      body: 'def ${1:fader}(value):\n    midimonster.output("${2:out1}", ${3:value})\n',
    },
    {
      prefix: 'every',
      title: 'snippet.interval',
      body: 'def ${1:step}():\n    ${0:pass}\n\nmidimonster.interval(${1:step}, ${2:40})\n',
    },
    {
      prefix: 'toggle',
      title: 'snippet.toggle',
      body: 'def ${1:button}(value):\n    if value > 0:\n        midimonster.output("${2:out1}", 1 - (midimonster.outputvalue("${2:out1}") or 0))\n',
    },
  ],
  lua: [
    {
      prefix: 'handler',
      title: 'snippet.handler',
      body: 'function ${1:fader}(value)\n  output("${2:out1}", ${3:value})\nend\n',
    },
    {
      prefix: 'every',
      title: 'snippet.interval',
      body: 'function ${1:step}()\n  $0\nend\ninterval(${1:step}, ${2:40})\n',
    },
    {
      prefix: 'toggle',
      title: 'snippet.toggle',
      body: 'function ${1:button}(value)\n  if value > 0 then output("${2:out1}", 1 - outputvalue("${2:out1}")) end\nend\n',
    },
  ],
};
