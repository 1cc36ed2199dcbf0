import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ScriptBench } from '../../sandbox/testing/script-bench.ts';
import { pythonLanguage } from './language.ts';

const bench = new ScriptBench(pythonLanguage);
afterEach(() => bench.clear());
afterAll(() => bench.close());

const run = (text: string, name = 'test') =>
  bench.start({ name, files: { 'my.py': text }, options: { module: 'my' }, channels: ['my.f', 'my.g', 'o'] });
/** What an attempt gives: its value, or the exception that stopped it. */
const attempt = async (body: string): Promise<string> => {
  const lines = body.split('\n').map(line => `    ${line}`);
  const script = await run(`def attempt():
${lines.join('\n')}
try: print('GOT', repr(attempt())[:200])
except BaseException as e: print('EXC', type(e).__name__, str(e).strip().split('\\n')[-1][:200])
`);
  await script.idle();
  return script.said.join('\n');
};

/** The bridge to the host, dug out of the API's closures. */
const DIG = `import midimonster
def dig(f, depth=0):
    for cell in f.__closure__ or ():
        x = cell.cell_contents
        if type(x).__name__ == 'JsProxy' and hasattr(x, 'emit'): return x
        found = dig(x, depth + 1) if depth < 4 and hasattr(x, '__closure__') else None
        if found is not None: return found
bridge = dig(midimonster.manage)
assert bridge is not None
`;
/** Objects of the realm that a walk over the memory finds. */
const WALK = `import gc
proxies = [o for o in gc.get_objects() if type(o).__name__ == 'JsProxy']
for o in gc.get_objects():
    if type(o).__name__ == 'JsFinder': proxies += list(o.jsproxies.values())
from pyodide.ffi import to_js
proxies.append(to_js([1]))
got = []
for o in proxies:
`;

describe('escapes from Python fail closed', () => {
  it.each([
    ['the module js', 'import js\nreturn js.process'],
    ['from js import', 'from js import process\nreturn process.pid'],
    ['run_js', `from pyodide.code import run_js\nreturn run_js('typeof process + ":" + typeof require')`],
    ['pyodide_js', 'import pyodide_js\nreturn pyodide_js'],
    ['the bridge itself', 'import _crosspatch\nreturn _crosspatch'],
    [
      'mountNodeFS',
      `import pyodide_js, os\npyodide_js.mountNodeFS('/host', '/')\nreturn os.listdir('/host')`,
    ],
    [
      'a constructor of a constructor',
      `from pyodide.ffi import to_js\nreturn to_js([1]).constructor.constructor('return process.version')()`,
    ],
    [
      'import() in a constructor',
      `from pyodide.ffi import to_js\nreturn to_js([1]).constructor.constructor('return import("node:fs")')()`,
    ],
    ['a file of the host', `return open('/etc/passwd').read(60)`],
    ['a process', `import subprocess\nreturn subprocess.check_output(['id'])`],
    ['fork', 'import os\nreturn os.fork()'],
    ['a thread', 'import threading\nt = threading.Thread(target=print)\nt.start()\nreturn t'],
    ['a fetch', `from pyodide.http import pyfetch\nimport js\nreturn js.fetch`],
    ['a URL', `import urllib.request\nreturn urllib.request.urlopen('http://10.255.255.1:1/').read()`],
    ['a package', 'import micropip\nreturn micropip'],
    ['code by the bridge', `${DIG}return bridge.emit.constructor('return typeof process')()`],
    [
      'code by what the bridge returns',
      `${DIG}return bridge.data(4).constructor.constructor('return typeof process')()`,
    ],
  ])('%s', async (_name, body) => {
    expect(await attempt(body)).toMatch(/^EXC /);
  });

  it('gets no code to run by anything that a walk over the memory finds', async () => {
    const constructors = await attempt(
      `${WALK}    for path in ('constructor', 'runPython', '_module', 'FS', 'mountNodeFS'):
        try: got.append(getattr(o, path).constructor('return typeof process')())
        except BaseException: pass
        try: got.append(getattr(o, path).constructor.constructor('return typeof process')())
        except BaseException: pass
return got`,
    );
    expect(constructors).toMatch(/^GOT \[(''|\[\]|, |\[object \w+\]|'\s*')*\]$/);
    const mounted = await attempt(
      `${WALK}    try:
        o.mountNodeFS('/mnt', '/')
        import os
        got += os.listdir('/mnt')
    except BaseException: pass
return got`,
    );
    expect(mounted).toBe('GOT []');
  });

  it('runs no command', async () => {
    expect(await attempt(`import os\nreturn os.system('id')`)).toMatch(/^(EXC |GOT -?[1-9]\d*$)/);
    expect(await attempt(`import os\nreturn os.popen('id').read()`)).toMatch(/^(EXC |GOT '')/);
  });

  it('sees the environment and the files of its own machine only', async () => {
    const names = await attempt('import os\nreturn sorted(os.environ)');
    expect(names).not.toMatch(/PATH=|npm|VITEST|NODE/i);
    expect(
      await attempt(`import os\nreturn os.path.exists('/etc/passwd') or os.path.exists('/proc/self')`),
    ).toMatch(/^GOT (False|True)$/);
    expect(await attempt(`import os\nreturn sorted(os.listdir('/'))`)).not.toMatch(/boot|usr|sbin/);
  });

  it('a script in the C library ends the guest at most', async () => {
    const script = await run(`
import ctypes
def f(v):
    g = ctypes.CDLL(None).emscripten_run_script_int
    g.restype = ctypes.c_int
    print('GOT', g(b"globalThis.process ? process.pid : -1"))
def g(v):
    import midimonster
    midimonster.output('o', v)
`);
    script.host.send(['my.f', 1]);
    await expect
      .poll(() => script.instance.restarts + script.codes.length + script.log.length, { timeout: 5000 })
      .toBeGreaterThan(0);
    expect(script.log.join()).not.toMatch(/GOT [1-9]/);
    await expect.poll(() => script.instance.guest.state, { timeout: 10_000 }).toBe('running');
    await script.send(['my.g', 0.5]);
    expect(script.taken()).toEqual(['o=0.5']);
  });

  it('imports nothing from outside of the folder', async () => {
    const outside = await run('secret = 1\n');
    const script = await run(`
import importlib
def f(v):
    for name in ('link', 'dir.my', '../x', '/etc/passwd', '..my', 'os.x.y'):
        try: print('GOT', importlib.import_module(name))
        except BaseException as e: print(type(e).__name__)
`);
    await symlink(join(outside.folder, 'my.py'), join(script.folder, 'link.py'));
    await symlink(outside.folder, join(script.folder, 'dir'));
    await script.send(['my.f', 1]);
    expect(script.log.join()).not.toContain('GOT');
    expect(script.log).toHaveLength(6);
  });

  it('forged calls to the bridge are refused one by one', async () => {
    const victim = await run(`import midimonster\ndef f(v): midimonster.output('o', v)\n`, 'victim');
    const script = await run(`
import gc
host = None
for o in gc.get_objects():
    if type(o).__name__ == 'function' and o.__qualname__.endswith('.output') and o.__closure__:
        pass
import midimonster
ask = None
def dig(f, depth=0):
    global ask
    if depth > 4 or ask is not None: return
    for cell in f.__closure__ or ():
        try: x = cell.cell_contents
        except ValueError: continue
        if type(x).__name__ == 'JsProxy' and hasattr(x, 'emit'): ask = x
        elif callable(x) and hasattr(x, '__closure__'): dig(x, depth + 1)
dig(midimonster.manage)
print(ask is not None)
def f(v):
    ask.emit(5)
    ask.emit(-1)
    ask.emit(10 ** 9)
    ask.emit(float('nan'))
    ask.call('nosuch', 0, 0, '', None, -1)
    ask.call('recv', 10 ** 12, -5, 'x' * 100000, b'y' * 3000000, float('nan'))
    ask.call('__proto__', 0, 0, '', None, -1)
    ask.call('source', 0, 0, '../../x', None, -1)
    ask.fault('nokind', 10 ** 9, 'm', 'f', 10 ** 400, '')
def g(v): midimonster.output('o', v)
`);
    await script.send(['my.f', 1], ['my.g', 0.5]);
    expect(script.said[0]).toBe('True');
    expect(script.host.last('o')).toBe(0.5);
    await victim.send(['my.f', 0.25]);
    expect(victim.taken()).toEqual(['o=0.25']);
    expect(script.instance.restarts).toBe(0);
  });
});
