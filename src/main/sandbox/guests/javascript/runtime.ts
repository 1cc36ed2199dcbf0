/**
 * The part of the JavaScript guest that runs inside the guest, as source text. It takes every intrinsic that it needs
 * before user code can change one; what user code breaks all the same is its own, because the host checks everything.
 *
 * `host` has: emit(n), print(level, text, stack), fault(kind, position, message, stack), call(...), text(), data(),
 * utf8(text), now(), schedule(at).
 */
export const JAVASCRIPT_RUNTIME = String.raw`
(function (global, host, BATCH, OUTPUTS, MOST_INTERVALS) {
'use strict';
const call = Function.prototype.call;
const uncurry = f => call.bind(f);
const mapGet = uncurry(Map.prototype.get), mapSet = uncurry(Map.prototype.set), mapDelete = uncurry(Map.prototype.delete);
const mapHas = uncurry(Map.prototype.has), mapValues = uncurry(Map.prototype.values), push = uncurry(Array.prototype.push);
const slice = uncurry(Array.prototype.slice), splice = uncurry(Array.prototype.splice), join = uncurry(Array.prototype.join);
const { MAX_VALUE, POSITIVE_INFINITY } = Number, { stringify, parse } = JSON, { floor, ceil, max } = Math, { freeze, assign } = Object;
const isFiniteNumber = Number.isFinite, keysOf = Object.keys, Str = String;
const { emit, print, fault, now, schedule, utf8 } = host, ask = host.call, answerText = host.text, answerData = host.data;

const inLocals = new Uint32Array(BATCH), inValues = new Float64Array(BATCH);
const outLocals = new Uint32Array(OUTPUTS), outValues = new Float64Array(OUTPUTS), outPositions = new Int32Array(OUTPUTS);
const progress = new Int32Array(1);
// An object without prototype: looked up faster than a Map, and nothing can be inherited into it.
const locals = Object.create(null);
const names = [], inputs = [], outputs = [], handlers = [];
const early = new Map(), warned = new Map(), intervals = new Map(), managed = new Map(), spaces = new Map();
let defaultHandler = '', pending = 0, position = -1, current = -1, loading = true, cleanupHandler = null;

function flush() { if (pending > 0) { const n = pending; pending = 0; emit(n); } }
function describe(error) {
  try {
    if (error !== null && typeof error === 'object' && 'message' in error) return (error.name ? Str(error.name) + ': ' : '') + Str(error.message);
    return 'thrown: ' + Str(error);
  } catch { return 'an exception that cannot be shown'; }
}
function stackOf(error) {
  try { return error !== null && typeof error === 'object' && typeof error.stack === 'string' ? error.stack : ''; } catch { return ''; }
}
function report(kind, at, error) { fault(kind, at, describe(error), stackOf(error)); }
function needFunction(fn, what) { if (typeof fn !== 'function') throw new TypeError(what + ' needs a function'); return fn; }
function needName(name, what) { if (typeof name !== 'string') throw new TypeError(what + ' needs the name of a channel'); return name; }
function once(name, text) {
  if (mapHas(warned, name) || warned.size > 1000) return;
  mapSet(warned, name, true);
  print('warn', text, new Error().stack);
}

function toValue(value) {
  if (typeof value !== 'number') throw new TypeError('output() needs a number, got ' + typeof value);
  if (value !== value) throw new RangeError('output() got NaN');
  return value > 1 ? 1 : value >= 0 ? value : 0;
}
function output(name, value) {
  const local = locals[name];
  const v = toValue(value);
  if (local === undefined) return outputUnknown(needName(name, 'output()'), v);
  outputs[local] = v;
  if (pending === OUTPUTS) flush();
  outLocals[pending] = local; outValues[pending] = v; outPositions[pending] = position; pending++;
}
function outputUnknown(name, value) {
  if (loading && early.size < 100000) { mapSet(early, name, value); return; }
  if (mapHas(early, name)) { mapSet(early, name, value); return; }
  once(name, 'output to "' + name + '", which no wire or row of this instance names');
}
function inputvalue(name) { const local = locals[name]; return local === undefined ? (mapHas(early, name) ? 0 : null) : inputs[local]; }
function outputvalue(name) { const local = locals[name]; return local === undefined ? mapGet(early, name) ?? null : outputs[local]; }
function currentName() { return current < 0 ? null : names[current] ?? null; }
function timestamp() { return floor(now()); }
function channels() { const list = []; for (let i = 0; i < names.length; i++) if (names[i] !== undefined) push(list, names[i]); return list; }

function interval(fn, ms) {
  needFunction(fn, 'interval()');
  if (typeof ms !== 'number' || !isFiniteNumber(ms) || ms < 0) throw new RangeError('interval() needs milliseconds from 0');
  if (ms === 0) { mapDelete(intervals, fn); return; }
  const period = max(1, ms), known = mapGet(intervals, fn);
  if (!known && intervals.size >= MOST_INTERVALS) throw new RangeError('no more than ' + MOST_INTERVALS + ' intervals');
  const entry = known ?? { fn, period, last: now(), due: 0 };
  entry.period = period;
  entry.due = entry.last + period;
  if (!known) mapSet(intervals, fn, entry);
  schedule(entry.due);
}
function tick(time) {
  let next = POSITIVE_INFINITY;
  const entries = [];
  for (const entry of mapValues(intervals)) push(entries, entry);
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    if (entry.due > time || mapGet(intervals, entry.fn) !== entry) continue;
    // In step with its first beat: beats that were missed are not made up.
    entry.last = time - ((time - entry.due) % entry.period);
    entry.due = entry.last + entry.period;
    try { entry.fn.call(undefined); } catch (error) { report('interval', -1, error); }
  }
  for (const entry of mapValues(intervals)) if (entry.due < next) next = entry.due;
  flush();
  return next;
}

class SocketError extends Error {
  constructor(code, words) { super(words || code); this.name = 'SocketError'; this.code = code; }
}
function answered(result) {
  if (result >= 0) return result;
  const text = answerText(), gap = text.indexOf(' ');
  throw new SocketError(text.slice(0, gap), text.slice(gap + 1));
}
function bytesOf(data) { return typeof data === 'string' ? utf8(data) : data; }
function nameOf(text) { const gap = text.lastIndexOf(' '); return { address: text.slice(0, gap), port: +text.slice(gap + 1) }; }
class Socket {
  #fd; #events = {}; timeout = -1;
  constructor(type = 'tcp', fd) { this.#fd = fd ?? answered(ask('socket', 2, type === 'udp' ? 2 : 1, '', null, -1)); }
  get fd() { return this.#fd; }
  connect(port, host = '127.0.0.1') { answered(ask('connect', this.#fd, port, host, null, this.timeout)); return this; }
  bind(port = 0, host = '127.0.0.1') { answered(ask('bind', this.#fd, port, host, null, -1)); return this; }
  listen(backlog = 16) { answered(ask('listen', this.#fd, backlog, '', null, -1)); return this; }
  accept() { return new Socket('tcp', answered(ask('accept', this.#fd, 0, '', null, this.timeout))); }
  recv(size = 65536) { answered(ask('recv', this.#fd, size, '', null, this.timeout)); return answerData(); }
  recvfrom(size = 65536) { answered(ask('recv', this.#fd, size, '', null, this.timeout)); return { data: answerData(), ...nameOf(answerText()) }; }
  send(data) { return answered(ask('send', this.#fd, 0, '', bytesOf(data), this.timeout)); }
  sendto(data, port, host = '127.0.0.1') { return answered(ask('sendto', this.#fd, port, host, bytesOf(data), -1)); }
  address() { answered(ask('localName', this.#fd, 0, '', null, -1)); return nameOf(answerText()); }
  remote() { answered(ask('peerName', this.#fd, 0, '', null, -1)); return nameOf(answerText()); }
  shutdown() { answered(ask('shutdown', this.#fd, 1, '', null, -1)); }
  close() {
    if (this.#fd < 0) return;
    mapDelete(managed, this.#fd);
    const fd = this.#fd;
    this.#fd = -1;
    ask('close', fd, 0, '', null, -1);
  }
  /** net-like: 'data' (bytes), 'connection' (socket), 'message' (bytes, from), 'close'. */
  on(event, fn) { this.#events[event] = needFunction(fn, 'on()'); manage(Socket.#deliver, this); return this; }
  static #deliver(socket) {
    const events = socket.#events;
    if (events.connection) return void events.connection(socket.accept());
    const { data, address, port } = socket.recvfrom();
    if (events.message) return void events.message(data, { address, port });
    if (data.length > 0) return void events.data?.(data);
    socket.close();
    events.close?.();
  }
}
function manage(fn, socket) {
  const fd = socket?.fd;
  if (typeof fd !== 'number' || fd < 0) throw new TypeError('manage() needs an open socket');
  if (fn === null || fn === undefined) { mapDelete(managed, fd); ask('manage', fd, 0, '', null, -1); return; }
  const known = mapGet(managed, fd);
  if (known && known.socket !== socket) throw new Error('another socket object with this descriptor is managed already');
  mapSet(managed, fd, { fn: needFunction(fn, 'manage()'), socket });
  answered(ask('manage', fd, 1, '', null, -1));
}
function readable(fd) {
  const entry = mapGet(managed, fd);
  if (entry) { try { entry.fn.call(undefined, entry.socket); } catch (error) { report('socket', -1, error); } }
  flush();
}
function cleanup_handler(fn) {
  if (fn !== null && fn !== undefined) needFunction(fn, 'cleanup_handler()');
  const before = cleanupHandler;
  cleanupHandler = fn ?? null;
  return before;
}

const api = freeze({ output, inputvalue, outputvalue, current: currentName, timestamp, interval, manage, channels, cleanup_handler });
function show(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'function') return '[function ' + value.name + ']';
  if (value instanceof Error) return describe(value);
  if (typeof value !== 'object' || value === null) return Str(value);
  try { return stringify(value, (_, v) => (typeof v === 'bigint' ? v + 'n' : ArrayBuffer.isView(v) ? slice(v, 0, 32) : v)) ?? Str(value); } catch { return Str(value); }
}
const say = level => (...parts) => {
  const texts = [];
  for (let i = 0; i < parts.length; i++) push(texts, show(parts[i]));
  print(level, join(texts, ' '), new Error().stack);
};
const define = (name, value) => Object.defineProperty(global, name, { value, writable: false, configurable: false, enumerable: false });
define('console', freeze({ log: say('info'), info: say('info'), debug: say('debug'), warn: say('warn'), error: say('error') }));
define('midimonster', api);
define('crosspatch', api);
define('__socket', freeze({ Socket,
  connect: (port, host) => new Socket('tcp').connect(port, host),
  listen: (port, onConnection, host) => new Socket('tcp').bind(port, host).listen().on('connection', onConnection),
  udp: (port, onMessage, host) => { const s = new Socket('udp').bind(port, host); return onMessage ? s.on('message', onMessage) : s; },
}));

function resolve(name) {
  for (let dot = name.length; dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const space = mapGet(spaces, name.slice(0, dot));
    const fn = space === undefined || dot === name.length ? undefined : space[name.slice(dot + 1)];
    if (typeof fn === 'function') return fn;
  }
  return undefined;
}
function bind(local, name, input, output0) {
  const had = mapGet(early, name);
  locals[name] = local;
  names[local] = name; inputs[local] = input; outputs[local] = output0;
  handlers[local] = resolve(name) ?? (name.includes('.') || defaultHandler === '' ? undefined : resolve(defaultHandler));
  if (had !== undefined) { mapDelete(early, name); position = -1; output(name, had); flush(); }
  return handlers[local] ? 1 : 0;
}
function unbind(local) {
  if (names[local] !== undefined) delete locals[names[local]];
  names[local] = undefined; handlers[local] = undefined;
}
function run(from, count) {
  for (let i = from; i < count; i++) {
    const local = inLocals[i], value = inValues[i], handler = handlers[local];
    if (handler !== undefined) {
      progress[0] = position = i; current = local;
      try { handler(value); } catch (error) { report('channel', i, error); }
      current = -1;
    }
    inputs[local] = value;
  }
  position = -1;
  flush();
}
function interrupted() {
  const at = position;
  if (current >= 0) inputs[current] = inValues[at];
  current = -1; position = -1;
  flush();
  return at;
}
function module(name, namespace, saved) {
  mapSet(spaces, name, namespace);
  if (saved === '') return;
  const before = parse(saved)[name], state = namespace.state;
  if (before && typeof before === 'object' && state && typeof state === 'object') assign(state, before);
}
function saveState() {
  const all = {};
  for (const name of spaces.keys()) {
    const { state } = mapGet(spaces, name);
    if (state !== null && typeof state === 'object') all[name] = state;
  }
  return keysOf(all).length === 0 ? '' : stringify(all);
}
function begin(handler) {
  defaultHandler = handler;
  for (let local = 0; local < names.length; local++) if (names[local] !== undefined) bind(local, names[local], inputs[local], outputs[local]);
  loading = false;
  flush();
}
return {
  arrays: { inLocals, inValues, outLocals, outValues, outPositions, progress },
  bind, unbind, run, interrupted, tick, readable, module, begin, saveState,
  cleanup() { if (cleanupHandler) { try { cleanupHandler(); } catch (error) { report('cleanup', -1, error); } } flush(); },
};
})
`;
