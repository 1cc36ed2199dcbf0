/**
 * What the Python guest's V8 context holds beside the language, as source text. Pyodide is given the smallest world
 * that it can start in: it believes to run in a bare JavaScript shell whose files lie in a Map. Host functions stay in
 * closures; what they take and give are primitives, and no exception of the host's realm crosses.
 */
export const REALM_SOURCE = String.raw`'use strict';
(function () {
  const files = new Map();
  const timers = new Map();
  let timer = 0, host = null;
  const define = (object, key, value) =>
    Object.defineProperty(object, key, { value, writable: false, configurable: false, enumerable: false });
  const call = (fn, a, b, c) => {
    let result;
    try { result = fn(a, b, c); } catch { throw new Error('host call failed'); }
    const type = typeof result;
    return type === 'number' || type === 'string' || type === 'boolean' ? result : undefined;
  };

  function makeDecoder() {
    const single = new Set(['ascii', 'latin1', 'windows-1252']);
    return class TextDecoder {
      #encoding;
      constructor(encoding = 'utf-8') { this.#encoding = String(encoding).toLowerCase(); }
      decode(view) {
        if (view === undefined) return '';
        const bytes = view instanceof Uint8Array ? view
          : ArrayBuffer.isView(view) ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view);
        const units = [];
        let text = '';
        const add = unit => {
          units.push(unit);
          if (units.length >= 8192) { text += String.fromCharCode.apply(null, units); units.length = 0; }
        };
        const addPoint = point => {
          if (point < 0x10000) return add(point);
          add(0xd800 | ((point - 0x10000) >> 10));
          add(0xdc00 | (point & 0x3ff));
        };
        const { length } = bytes;
        if (single.has(this.#encoding)) for (let i = 0; i < length; i++) add(bytes[i]);
        else if (this.#encoding.startsWith('utf-16')) for (let i = 0; i + 1 < length; i += 2) add(bytes[i] | (bytes[i + 1] << 8));
        else if (this.#encoding.startsWith('utf-32')) {
          for (let i = 0; i + 3 < length; i += 4) addPoint((bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)) >>> 0);
        } else for (let i = 0; i < length;) {
          const first = bytes[i++];
          if (first < 0x80) add(first);
          else if (first < 0xe0) addPoint(((first & 31) << 6) | (bytes[i++] & 63));
          else if (first < 0xf0) addPoint(((first & 15) << 12) | ((bytes[i++] & 63) << 6) | (bytes[i++] & 63));
          else addPoint(((first & 7) << 18) | ((bytes[i++] & 63) << 12) | ((bytes[i++] & 63) << 6) | (bytes[i++] & 63));
        }
        return text + String.fromCharCode.apply(null, units);
      }
    };
  }

  function makeEncoder() {
    return class TextEncoder {
      encode(text) {
        const bytes = new Uint8Array(String(text ?? '').length * 3);
        return bytes.slice(0, this.encodeInto(text, bytes).written);
      }
      encodeInto(given, bytes) {
        const text = String(given ?? '');
        let written = 0, read = 0;
        for (; read < text.length; read++) {
          let point = text.codePointAt(read);
          const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
          if (written + size > bytes.length) break;
          if (point >= 0xd800 && point < 0xe000) point = 0xfffd;
          if (size === 1) bytes[written++] = point;
          else {
            if (size === 4) read++;
            bytes[written++] = size === 2 ? 0xc0 | (point >> 6) : size === 3 ? 0xe0 | (point >> 12) : 0xf0 | (point >> 18);
            for (let shift = (size - 2) * 6; shift >= 0; shift -= 6) bytes[written++] = 0x80 | ((point >> shift) & 63);
          }
        }
        return { read, written };
      }
    };
  }

  // Emscripten asks its shell for random bytes as base64 of a command; this answers without a shell.
  function randomText(command) {
    const wanted = parseInt(/head -c(\d+)/.exec(String(command))?.[1] ?? '0', 10);
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    let text = '';
    for (let i = 0; i < wanted; i += 3) {
      const left = Math.min(3, wanted - i);
      const bits = (call(host.random) >>> 0) & (left === 3 ? 0xffffff : left === 2 ? 0xffff00 : 0xff0000);
      text += digits[(bits >> 18) & 63] + digits[(bits >> 12) & 63] + (left > 1 ? digits[(bits >> 6) & 63] : '=') + (left > 2 ? digits[bits & 63] : '=');
    }
    return text;
  }

  return {
    setup(given) {
      host = { now: given.now, log: given.log, random: given.random, later: given.later };
      globalThis.performance = Object.freeze({ now() { return +call(host.now); }, timeOrigin: 0 });
      const say = (...parts) => { call(host.log, parts.map(String).join(' ')); };
      globalThis.console = Object.freeze({ log: say, warn: say, error: say, info: say, debug: say, trace: say });
      globalThis.setTimeout = function (fn, ms) { const id = ++timer; timers.set(id, fn); call(host.later, id, +ms || 0); return id; };
      globalThis.clearTimeout = function (id) { timers.delete(id); };
      globalThis.setInterval = function () { return 0; };
      globalThis.clearInterval = function () {};
      globalThis.TextDecoder = makeDecoder();
      globalThis.TextEncoder = makeEncoder();
      globalThis.os = Object.freeze({ system: (_command, args) => randomText(args && args[1]) });
      const get = name => { const bytes = files.get(String(name)); if (!bytes) throw new Error('no such file ' + name); return bytes; };
      globalThis.readbuffer = name => get(name).buffer;
      globalThis.read = (name, mode) => (mode === 'binary' ? get(name) : new TextDecoder('latin1').decode(get(name)));
      globalThis.load = () => { throw new Error('load is off'); };
      globalThis.__noimport = () => { throw new Error('import() is off'); };
    },
    fire(id) { const fn = timers.get(id); timers.delete(id); if (fn) fn(); },
    // The host fills it before any guest code runs.
    file(name, size) { const bytes = new Uint8Array(size); files.set(name, bytes); return bytes; },
    bytes(size) { return new Uint8Array(size); },
    shared(size) { return new SharedArrayBuffer(size); },
    lock() {
      for (const name of ['readbuffer', 'read', 'load', 'os', '__noimport', '__create', '__loadPyodide']) delete globalThis[name];
      files.clear();
      define(Error, 'prepareStackTrace', undefined);
    },
  };
})()`;

/** Starts Pyodide inside the realm; every option and callback is the realm's own. */
export const BOOT_SOURCE = String.raw`(async function (lock, snapshot, makeSnapshot) { 'use strict';
  return await globalThis.__loadPyodide({
    indexURL: '/py/', packageBaseUrl: '/py/', createPyodideModule: globalThis.__create,
    jsglobals: Object.create(null), lockFileContents: JSON.parse(lock),
    stdout: text => console.log(text), stderr: text => console.log(text),
    env: { HOME: '/home/guest', PYTHONINSPECT: '' },
    ...(makeSnapshot ? { _makeSnapshot: true } : snapshot ? { _loadSnapshot: snapshot } : {}),
  });
})`;

/**
 * Between the interpreter and the host: gives Python the module _crosspatch, and the host functions that take and give
 * primitives. -1 = a Python exception came out, -2 = the interpreter is broken.
 */
export const GLUE_SOURCE = String.raw`'use strict';
(function (py, host, runtime, transfer, interrupt) {
  const call = (fn, ...args) => {
    let result;
    try { result = fn(...args); } catch { throw new Error('host call failed'); }
    const type = typeof result;
    return type === 'number' || type === 'string' || type === 'boolean' ? result : undefined;
  };
  const { now, schedule, emit, print, fault, ask, text, source } = host;
  const numberOf = value => +value || 0;
  const put = data => {
    if (!data) return 0;
    const view = data.toJs ? data.toJs() : data;
    if (data.destroy) data.destroy();
    const length = Math.min(view.length | 0, transfer.length);
    transfer.set(view.subarray(0, length));
    return length;
  };
  py.registerJsModule('_crosspatch', Object.freeze({
    __proto__: null,
    now: () => call(now),
    schedule: at => { call(schedule, numberOf(at)); },
    emit: count => { call(emit, numberOf(count)); },
    print: (level, words) => { call(print, String(level), String(words)); },
    fault: (kind, position, message, file, line, trace) => {
      call(fault, String(kind), numberOf(position), String(message), String(file), numberOf(line), String(trace));
    },
    call: (op, a, b, words, data, timeout) => call(ask, String(op), numberOf(a), numberOf(b), String(words), put(data), numberOf(timeout)),
    text: () => call(text),
    data: size => transfer.slice(0, numberOf(size)),
    source: path => call(source, String(path)),
  }));
  py.setInterruptBuffer(interrupt);
  py.runPython(py.globals.has('__crosspatch_code') ? 'exec(__crosspatch_code)' : runtime);
  py.globals.delete('__crosspatch_code');
  for (const name of ['_crosspatch', 'js', 'pyodide_js']) { try { py.unregisterJsModule(name); } catch { /* it was none */ } }
  const names = ['open', 'close', 'bind', 'unbind', 'load', 'begin', 'dispatch', 'recover', 'tick', 'readable', 'cleanup', 'addresses'];
  const functions = new Map(names.map(name => [name, py.globals.get('__crosspatch_' + name)]));
  return {
    heap: () => py._module.HEAPU8.buffer,
    invoke(name, ...args) {
      try {
        const result = functions.get(name)(...args);
        const type = typeof result;
        return type === 'number' || type === 'string' ? result : 0;
      } catch (error) {
        try { return error.name === 'PythonError' ? -1 : -2; } catch { return -2; }
      }
    },
  };
})`;
