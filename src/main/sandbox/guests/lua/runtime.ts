/** Chunk name of the runtime: the watchdog never raises inside of it. */
export const LUA_RUNTIME_NAME = 'crosspatch-runtime';

/**
 * The part of the Lua guest that runs inside the guest, as source text. It keeps what it needs in locals before user
 * code can change a global. `host` has: now, schedule, emit, print, fault, settle, call, source.
 *
 * Events come in through the table `batch` (local, value, local, value, ...), which the host fills. Outputs go out as
 * arguments of `emit`, a few at a time: (position + 1) * 2^32 + local, value, ... Neither way makes a new object.
 */
export const LUA_RUNTIME = String.raw`
local host, progress, batch, OUTPUTS, GROUP, MOST_INTERVALS, MOST_THREADS = ...
local unpack, concat, pcall, load, type, error = table.unpack, table.concat, pcall, load, type, error
local tostring, tonumber, select, pairs, ipairs, next, setmetatable = tostring, tonumber, select, pairs, ipairs, next, setmetatable
local floor, min, max, huge, mathtype = math.floor, math.min, math.max, math.huge, math.type
local create, resume, status, yield, running = coroutine.create, coroutine.resume, coroutine.status, coroutine.yield, coroutine.running
local now, schedule, emit, say, fault, settle, call, source = host.now, host.schedule, host.emit, host.print, host.fault, host.settle, host.call, host.source
local format, find, rep, gsub = string.format, string.find, string.rep, string.gsub

local locals, names, inputs, outputs, handlers = {}, {}, {}, {}, {}
local early, warned, intervals, threads, managed, loaded = {}, {}, {}, {}, {}, {}
local interval_count, thread_count, warned_count, early_count = 0, 0, 0, 0
local records, pending, position, current_local, loading, cleanup = {}, 0, -1, nil, true, nil
local default_name, default_fn = '', nil
local api, sleepers = {}, setmetatable({}, { __mode = 'k' })

local function flush()
  if pending > 0 then
    local last = pending
    pending = 0
    for first = 1, last, GROUP do emit(unpack(records, first, min(first + GROUP - 1, last))) end
  end
end
local function describe(problem)
  local ok, text = pcall(tostring, problem)
  return ok and text or 'an error that cannot be shown'
end
-- Call user code; an error ends this call only.
local function try(kind, at, fn, ...)
  local ok, problem = pcall(fn, ...)
  if ok then return true end
  settle()
  fault(kind, at, describe(problem))
  return false
end
local function need_function(fn, what)
  if type(fn) ~= 'function' then error(what .. '() needs a function', 3) end
  return fn
end
local function once(name, text)
  if warned[name] or warned_count > 1000 then return end
  warned[name] = true
  warned_count = warned_count + 1
  say('warn', text, 3)
end

function api.output(channel, value)
  if mathtype(value) == nil then
    if type(value) ~= 'string' or not tonumber(value) then error('output() needs a number, got ' .. type(value), 2) end
    value = tonumber(value)
  end
  if value ~= value then error('output() got NaN', 2) end
  if value > 1 then value = 1.0 elseif value < 0 then value = 0.0 end
  local l = locals[channel]
  if l == nil then
    if type(channel) ~= 'string' then error('output() needs the name of a channel', 2) end
    if early[channel] or (loading and early_count < 100000) then
      if not early[channel] then early_count = early_count + 1 end
      early[channel] = value
    else
      once(channel, 'output to "' .. channel .. '", which no wire or row of this instance names')
    end
    return
  end
  outputs[l] = value
  if pending == OUTPUTS then flush() end
  records[pending + 1], records[pending + 2] = position + 1 << 32 | l, value
  pending = pending + 2
end
function api.inputvalue(channel)
  local l = locals[channel]
  if l then return inputs[l] end
  if early[channel] then return 0.0 end
  once(channel, 'there is no channel "' .. tostring(channel) .. '"')
  return nil
end
function api.outputvalue(channel)
  local l = locals[channel]
  if l then return outputs[l] end
  if early[channel] then return early[channel] end
  once(channel, 'there is no channel "' .. tostring(channel) .. '"')
  return nil
end
function api.current() return current_local and names[current_local] or nil end
function api.timestamp() return floor(now()) end
function api.channels()
  local list = {}
  for _, name in pairs(names) do list[#list + 1] = name end
  table.sort(list, function(a, b) return locals[a] < locals[b] end)
  return list
end
function api.interval(fn, ms)
  need_function(fn, 'interval')
  if mathtype(ms) == nil or ms ~= ms or ms < 0 or ms == huge then error('interval() needs milliseconds from 0', 2) end
  local entry = intervals[fn]
  if ms == 0 then
    if entry then intervals[fn] = nil; interval_count = interval_count - 1 end
    return
  end
  if not entry then
    if interval_count >= MOST_INTERVALS then error('no more than ' .. MOST_INTERVALS .. ' intervals', 2) end
    interval_count = interval_count + 1
    entry = { last = now() }
    intervals[fn] = entry
  end
  entry.period = max(1, ms)
  entry.due = entry.last + entry.period
  schedule(entry.due)
end
function api.cleanup_handler(fn)
  if fn ~= nil then need_function(fn, 'cleanup_handler') end
  local before = cleanup
  cleanup = fn
  return before
end

-- Threads: coroutines that sleep. A yield that is no sleep goes on at the next tick.
local function step(co, entry)
  local ok, problem = resume(co)
  if not ok then settle(); fault('thread', -1, describe(problem)) end
  if status(co) ~= 'suspended' then
    threads[co] = nil
    thread_count = thread_count - 1
    return
  end
  entry.due = now() + (sleepers[co] or 10)
  sleepers[co] = nil
  schedule(entry.due)
end
function api.thread(fn)
  need_function(fn, 'thread')
  if thread_count >= MOST_THREADS then error('no more than ' .. MOST_THREADS .. ' threads', 2) end
  local co = create(fn)
  local entry = { due = huge }
  threads[co] = entry
  thread_count = thread_count + 1
  step(co, entry)
end
function api.sleep(ms)
  local co = running()
  if not threads[co] then error('sleep() works inside of a thread only', 2) end
  if mathtype(ms) == nil or ms ~= ms or ms < 0 then error('sleep() needs milliseconds from 0', 2) end
  sleepers[co] = ms
  yield()
end

local function tick(time)
  local due = {}
  for fn, entry in pairs(intervals) do if entry.due <= time then due[#due + 1] = { fn = fn, entry = entry } end end
  table.sort(due, function(a, b) return a.entry.due < b.entry.due end)
  for _, one in ipairs(due) do
    local entry = one.entry
    if intervals[one.fn] == entry and entry.due <= time then
      -- In step with its first beat: beats that were missed are not made up.
      entry.last = time - (time - entry.due) % entry.period
      entry.due = entry.last + entry.period
      try('interval', -1, one.fn)
    end
  end
  local awake = {}
  for co, entry in pairs(threads) do if entry.due <= time then awake[#awake + 1] = co end end
  for _, co in ipairs(awake) do if threads[co] then step(co, threads[co]) end end
  local soonest = huge
  for _, entry in pairs(intervals) do if entry.due < soonest then soonest = entry.due end end
  for _, entry in pairs(threads) do if entry.due < soonest then soonest = entry.due end end
  flush()
  return soonest
end

-- Sockets, after LuaSocket: failures are nil and a text.
local Socket = {}
Socket.__index = Socket
Socket.__metatable = false
local descriptors = setmetatable({}, { __mode = 'k' })
local timeouts = setmetatable({}, { __mode = 'k' })
local function ask(op, self, b, text, data, waits)
  local fd = self and descriptors[self] or 0
  if self and not descriptors[self] then return nil, 'closed' end
  local result, words, bytes = call(op, fd, b or 0, text or '', data or '', waits and timeouts[self] or -1)
  if result < 0 then
    local code = words:match('^%S+')
    return nil, (code == 'ETIMEDOUT' or code == 'EAGAIN') and 'timeout' or words
  end
  return result, words, bytes
end
local function wrap(fd)
  local self = setmetatable({}, Socket)
  descriptors[self] = fd
  timeouts[self] = -1
  return self
end
local function open(kind)
  local result, words = call('socket', 2, kind, '', '', -1)
  if result < 0 then return nil, words end
  return wrap(result)
end
local function done(result, words) if result then return 1 end return nil, words end
function Socket:connect(address, port) return done(ask('connect', self, port, address, nil, true)) end
Socket.setpeername = Socket.connect
function Socket:bind(address, port) return done(ask('bind', self, port, address == '*' and '' or address)) end
Socket.setsockname = Socket.bind
function Socket:listen(backlog) return done(ask('listen', self, backlog or 16)) end
function Socket:accept()
  local fd, words = ask('accept', self, 0, nil, nil, true)
  if not fd then return nil, words end
  return wrap(fd)
end
function Socket:receive(size)
  local result, words, bytes = ask('recv', self, tonumber(size) or 65536, nil, nil, true)
  if not result then return nil, words end
  if #bytes == 0 then return nil, 'closed' end
  return bytes
end
function Socket:receivefrom(size)
  local result, words, bytes = ask('recv', self, tonumber(size) or 65536, nil, nil, true)
  if not result then return nil, words end
  local address, port = words:match('^(.*) (%d+)$')
  return bytes, address, tonumber(port)
end
function Socket:send(data) return ask('send', self, 0, nil, data, true) end
function Socket:sendto(data, address, port) return done(ask('sendto', self, port, address, data)) end
function Socket:settimeout(seconds) timeouts[self] = seconds and floor(seconds * 1000) or -1; return 1 end
function Socket:getsockname()
  local ok, words = ask('localName', self)
  if not ok then return nil, words end
  local address, port = words:match('^(.*) (%d+)$')
  return address, tonumber(port)
end
function Socket:shutdown() return done(ask('shutdown', self, 1)) end
function Socket:getfd() return descriptors[self] or -1 end
function Socket:close()
  local fd = descriptors[self]
  if not fd then return end
  managed[fd] = nil
  ask('close', self)
  descriptors[self] = nil
  return 1
end
function api.manage(fn, socket)
  local fd = descriptors[socket]
  if not fd then error('manage() needs an open socket', 2) end
  if fn == nil then
    managed[fd] = nil
    ask('manage', socket, 0)
    return
  end
  managed[fd] = { fn = need_function(fn, 'manage'), socket = socket }
  ask('manage', socket, 1)
end
local function readable(fd)
  local entry = managed[fd]
  if entry then try('socket', -1, entry.fn, entry.socket) end
  flush()
end

-- Names of MIDIMonster's Lua backend beside those that all languages share.
api.input_value, api.output_value, api.input_channel = api.inputvalue, api.outputvalue, api.current
for name, fn in pairs(api) do _G[name] = fn end

function print(...)
  local texts = {}
  for i = 1, select('#', ...) do texts[i] = tostring((select(i, ...))) end
  say('info', concat(texts, '\t'), 2)
end
loaded.socket = { tcp = function() return open(1) end, udp = function() return open(2) end,
  bind = function(address, port) local s = open(1); local ok, words = s:bind(address, port); if not ok then return nil, words end; s:listen(); return s end,
  connect = function(address, port) local s = open(1); local ok, words = s:connect(address, port); if not ok then return nil, words end; return s end }
loaded.midimonster = api
loaded.crosspatch = api
local function run_file(path, text)
  local chunk, problem = load(text, '@' .. path, 't')
  if not chunk then error(problem, 0) end
  return chunk()
end
function require(name)
  if type(name) ~= 'string' then error('require() needs a name', 2) end
  if loaded[name] ~= nil then return loaded[name] end
  local path = gsub(name, '%.', '/') .. '.lua'
  local text = source(path)
  if not text then error('there is no module "' .. name .. '"', 2) end
  loaded[name] = true
  local result = run_file(path, text)
  if result ~= nil then loaded[name] = result end
  return loaded[name]
end
local raw_load = load
function load(text, name, mode, ...)
  -- Binary chunks can break the machine.
  if select('#', ...) > 0 then return raw_load(text, name, 't', (...)) end
  return raw_load(text, name, 't')
end
dofile, loadfile, collectgarbage, string.dump = nil, nil, nil, nil

local function resolve(name)
  if default_name ~= '' then return default_fn end
  local fn = api[name] == nil and _G[name] or nil
  return type(fn) == 'function' and fn or nil
end
local function bind(l, name, input, output)
  l = l | 0
  names[l], locals[name], inputs[l], outputs[l] = name, l, input, output
  handlers[l] = not loading and resolve(name) or nil
  local value = early[name]
  if value then
    early[name] = nil
    early_count = early_count - 1
    api.output(name, value)
    flush()
  end
  return handlers[l] and 1 or 0
end
local function unbind(l)
  if names[l] then locals[names[l]] = nil end
  names[l], handlers[l] = nil, nil
end
local function run(from, count)
  for k = from, count - 1 do
    local l, value = batch[2 * k + 1] | 0, batch[2 * k + 2]
    local handler = handlers[l]
    if handler then
      position, progress[1], current_local = k, k, l
      handler(value)
    end
    inputs[l] = value
  end
end
local function dispatch(count)
  local from = 0
  while from < count do
    local ok, problem = pcall(run, from, count)
    current_local = nil
    if ok then break end -- an error ends one handler: the events after it go on
    settle()
    fault('channel', position, describe(problem))
    inputs[batch[2 * position + 1] | 0] = batch[2 * position + 2]
    from = position + 1
  end
  position = -1
  flush()
end

local nodes = 0
local function literal(value, depth)
  nodes = nodes + 1
  if nodes > 100000 then error('state is too large') end
  local kind = type(value)
  if kind == 'number' then return value == value and value < huge and value > -huge and format(mathtype(value) == 'integer' and '%d' or '%.17g', value) or '0' end
  if kind == 'string' then return format('%q', value) end
  if kind == 'boolean' then return tostring(value) end
  if kind ~= 'table' or depth > 20 then return 'nil' end
  local parts = {}
  for k, v in next, value do
    local key = (type(k) == 'number' or type(k) == 'string' or type(k) == 'boolean') and literal(k, depth + 1)
    if key then parts[#parts + 1] = '[' .. key .. ']=' .. literal(v, depth + 1) end
  end
  return '{' .. concat(parts, ',') .. '}'
end
local function save_state()
  local state = _G.state
  if type(state) ~= 'table' then return '' end
  nodes = 0
  local ok, text = pcall(literal, state, 0)
  return ok and #text < 1000000 and text or ''
end
local function load_file(path, text)
  local ok, problem = pcall(run_file, path, text)
  if ok then return '' end
  settle()
  return describe(problem)
end
local function begin(handler, saved)
  loading = false
  default_name = handler
  local fn = handler ~= '' and _G[handler] or nil
  default_fn = type(fn) == 'function' and fn or nil
  local make = saved ~= '' and raw_load('return ' .. saved, '=state', 't', {})
  local ok, before = pcall(make or error)
  if make and ok and type(_G.state) == 'table' and type(before) == 'table' then
    for k, v in next, before do _G.state[k] = v end
  end
  for l, name in pairs(names) do handlers[l] = resolve(name) end
  flush()
  return (handler == '' or default_fn) and 1 or 0
end
return {
  bind = bind, unbind = unbind, dispatch = dispatch, tick = tick, readable = readable, save_state = save_state,
  load_file = load_file, begin = begin,
  cleanup = function() if cleanup then try('cleanup', -1, cleanup) end flush() end,
}
`;
