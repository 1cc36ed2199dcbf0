import { describe, expect, it } from 'vitest';
import type { ScriptLanguage } from '../../../../shared/script/api.ts';
import { channelUses, handlerDefs } from './channel-uses.ts';
import { channelReplacements, functionReplacements, replaceAll } from './rename-text.ts';

const names = (text: string, language: ScriptLanguage) => channelUses(text, language).map(one => one.channel);

describe('channelUses', () => {
  it('finds channels in calls, not in comments, strings and other calls', () => {
    const text = `// output('comment', 1)
/* output("block", 1) */
const s = "output('inner', 1)"; const r = /output\\('re'/; const half = 1 / 2;
output('a', 1); m.output("b", inputvalue(\`c\`)); output(\`\${x}\`, 1); print('d'); output(name, 1);`;
    expect(names(text, 'script')).toEqual(['a', 'b', 'c']);
  });
  it('knows the comments and strings of Python', () => {
    const text = `"""output("doc", 1)"""  # output("comment", 1)
midimonster.output('a', 1)
output(f"x{n}", 1)
output("b", inputvalue("c"))`;
    expect(names(text, 'python')).toEqual(['a', 'b', 'c']);
  });
  it('knows the comments and strings of Lua, and calls without brackets', () => {
    const text = `--[[ output("block", 1) ]] -- output("line", 1)
local s = [==[ output("long", 1) ]==]
output("a", input_value 'b')`;
    expect(names(text, 'lua')).toEqual(['a', 'b']);
  });
  it('says where a name stands and where its value may be shown', () => {
    const text = "const x = inputvalue('fader') + 1;";
    const [use] = channelUses(text, 'script');
    expect(text.slice(use!.start, use!.end)).toBe('fader');
    expect(text.slice(0, use!.hintAt)).toBe("const x = inputvalue('fader')");
    const [sent] = channelUses("output('a', 1)", 'script');
    expect("output('a', 1)".slice(0, sent!.hintAt)).toBe("output('a'");
  });
  it('survives text that is not finished', () => {
    expect(names("output('", 'script')).toEqual(['']);
    expect(names('output("a\n)', 'python')).toEqual(['a']);
    expect(names('output(', 'lua')).toEqual([]);
  });
});

describe('handlerDefs', () => {
  const defs = (text: string, language: ScriptLanguage) => handlerDefs(text, language).map(one => one.name);
  it('finds exported functions', () => {
    const text = `function inner() {}
export function a(v: number) { function no() {} }
export async function b() {}
export const c = (v: number) => v;
export let state = 0;`;
    expect(defs(text, 'script')).toEqual(['a', 'b', 'c']);
  });
  it('finds functions at the top of Python and Lua', () => {
    expect(defs('def a(v):\n  def no(): pass\n\ndef b(v): pass\n', 'python')).toEqual(['a', 'b']);
    expect(defs('function a(v) end\nb = function(v) end\nlocal function c() end', 'lua')).toEqual(['a', 'b']);
  });
});

describe('renaming', () => {
  it('changes only what names the channel', () => {
    const text = `// out1\noutput('out1', inputvalue("out1")); log('out1'); output('out10', 1);`;
    const renamed = replaceAll(text, channelReplacements(text, 'script', 'out1', 'lamp'));
    expect(renamed).toBe(`// out1\noutput('lamp', inputvalue("lamp")); log('out1'); output('out10', 1);`);
  });
  it('changes a function and its calls', () => {
    const text = 'def a(v):\n    x.a(v)\n\ninterval(a, 10)  # a\n';
    expect(replaceAll(text, functionReplacements(text, 'python', 'a', 'b'))).toBe(
      'def b(v):\n    x.a(v)\n\ninterval(b, 10)  # a\n',
    );
    expect(functionReplacements('a(1)', 'python', 'a', 'b')).toEqual([]);
  });
  it('does the same replacement once', () => {
    const one = { start: 1, end: 2, text: 'xx' };
    expect(replaceAll('abc', [one, { ...one }])).toBe('axxc');
  });
});
