/**
 * The part of the Python guest that runs inside the guest, as source text. All instances share one interpreter; each
 * has modules, channels, timers and sockets of its own, and sees only its own modules in sys.modules while it runs.
 */
export const PYTHON_RUNTIME = String.raw`
def __crosspatch_setup():
    import importlib.abc, importlib.util, sys, types
    from array import array
    import _crosspatch as host

    MAX_BATCH, OUTPUTS, MOST_INTERVALS = 64, 1024, 1000
    in_locals, in_values = array('I', bytes(4 * MAX_BATCH)), array('d', bytes(8 * MAX_BATCH))
    out_locals, out_values = array('I', bytes(4 * OUTPUTS)), array('d', bytes(8 * OUTPUTS))
    out_positions = array('i', bytes(4 * OUTPUTS))
    h_now, h_emit, h_schedule, h_fault, h_print, h_source = host.now, host.emit, host.schedule, host.fault, host.print, host.source
    own_files = frozenset(('<exec>', 'crosspatch'))
    stdlib = sys.stdlib_module_names
    pending = 0
    position = -1
    active = None
    instances = {}

    def flush():
        nonlocal pending
        if pending:
            count = pending
            pending = 0
            h_emit(count)

    # ---- what went wrong, in terms of the user's files
    def user_frames(tb):
        frames = []
        while tb is not None:
            name = tb.tb_frame.f_code.co_filename
            if name in active.sources:
                frames.append((name, tb.tb_lineno, tb.tb_frame.f_code.co_name))
            tb = tb.tb_next
        return frames
    def describe(problem):
        name = type(problem).__name__
        try:
            text = str(problem)
        except BaseException:
            text = 'it cannot be shown'
        return name + ': ' + text if text else name
    def report(kind, at, problem):
        file, line, trace = '', 0, ''
        if isinstance(problem, SyntaxError) and problem.filename in active.sources:
            file, line, message = problem.filename, problem.lineno or 1, type(problem).__name__ + ': ' + str(problem.msg)
        else:
            frames = user_frames(problem.__traceback__)
            message = describe(problem)
            if frames:
                file, line, _ = frames[-1]
                trace = '\n'.join('  File "%s", line %d, in %s' % frame for frame in frames[-20:])
        if isinstance(problem, KeyboardInterrupt):
            message = 'interrupted: it took too long'
        h_fault(kind, at, message, file, line, trace)

    class Output:
        encoding = 'utf-8'
        errors = 'replace'
        def __init__(self, level):
            self.level = level
            self.line = ''
        def write(self, text):
            self.line += str(text)
            if len(self.line) > 100000: self.line = self.line[:100000] + '\n'
            while '\n' in self.line:
                line, _, self.line = self.line.partition('\n')
                place = ''
                frame = sys._getframe(1)
                while frame is not None:
                    if active and frame.f_code.co_filename in active.sources:
                        place = '%s:%d: ' % (frame.f_code.co_filename, frame.f_lineno)
                        break
                    frame = frame.f_back
                h_print(self.level, place + line)
            return len(text)
        def flush(self): pass
        def isatty(self): return False
        def writable(self): return True
        def readable(self): return False

    # ---- modules
    class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name, path=None, target=None):
            if active is None or name.partition('.')[0] in stdlib: return None
            base = name.replace('.', '/')
            for file, package in ((base + '.py', False), (base + '/__init__.py', True)):
                text = h_source(file)
                if text is not None:
                    active.sources[file] = text
                    spec = importlib.util.spec_from_loader(name, self, origin=file, is_package=package)
                    spec.loader_state = file
                    return spec
            return None
        def create_module(self, spec): return None
        def exec_module(self, module):
            file = module.__spec__.loader_state
            module.__file__ = file
            active.modules[module.__name__] = module
            exec(compile(active.sources[file], file, 'exec', dont_inherit=True), module.__dict__)

    class Instance:
        def __init__(self):
            self.sources = {}
            self.modules = {}

    def switch(instance):
        nonlocal active
        if active is instance: return
        loaded = sys.modules
        if active is not None:
            for name in active.modules: loaded.pop(name, None)
        active = instance
        if instance is not None: loaded.update(instance.modules)

    def make(key):
        me = Instance()
        instances[key] = me
        locals_, names, inputs, outputs, handlers = {}, [], [], [], []
        early, warned, intervals, managed = {}, set(), {}, {}
        current_local = -1
        loading = True
        default_name = ''
        cleanup = None

        def once(name, text):
            if name in warned or len(warned) > 1000: return
            warned.add(name)
            frame = sys._getframe(2)
            h_print('warn', '%s:%d: %s' % (frame.f_code.co_filename, frame.f_lineno, text))

        def output(channel, value, /):
            nonlocal pending
            if type(value) is not float:
                if isinstance(value, (str, bytes, complex)) or not hasattr(value, '__float__'):
                    raise TypeError('must be real number, not ' + type(value).__name__)
                value = float(value)
            if value > 1.0: value = 1.0
            elif value < 0.0: value = 0.0
            elif value != value: raise ValueError('output() got NaN')
            local = locals_.get(channel)
            if local is None:
                if not isinstance(channel, str): raise TypeError('the name of a channel must be str, not ' + type(channel).__name__)
                if channel in early or (loading and len(early) < 100000): early[channel] = value
                else: once(channel, 'output to "%s", which no wire or row of this instance names' % channel)
                return
            outputs[local] = value
            if pending == OUTPUTS: flush()
            out_locals[pending] = local
            out_values[pending] = value
            out_positions[pending] = position
            pending += 1
        def inputvalue(channel, /):
            local = locals_.get(channel)
            if local is None: return 0.0 if channel in early else None
            return inputs[local]
        def outputvalue(channel, /):
            local = locals_.get(channel)
            return early.get(channel) if local is None else outputs[local]
        def current():
            return None if current_local < 0 else names[current_local]
        def timestamp():
            return int(h_now())
        def channels():
            return [name for name in names if name is not None]
        def interval(function, ms, /):
            if not callable(function): raise TypeError('interval() needs a function')
            if isinstance(ms, bool) or not isinstance(ms, (int, float)): raise TypeError('interval() needs milliseconds')
            if not 0 <= ms < float('inf'): raise ValueError('interval() needs milliseconds from 0')
            if ms == 0:
                intervals.pop(function, None)
                return
            entry = intervals.get(function)
            if entry is None:
                if len(intervals) >= MOST_INTERVALS: raise ValueError('no more than %d intervals' % MOST_INTERVALS)
                entry = intervals[function] = [function, 0, h_now(), 0]
            entry[1] = max(1, ms)
            entry[3] = entry[2] + entry[1]
            h_schedule(entry[3])
        def manage(function, sock, /):
            if function is not None and not callable(function): raise TypeError('manage() needs a function or None')
            fileno = getattr(sock, 'fileno', None)
            if fileno is None: raise TypeError('manage() needs a socket')
            fd = fileno()
            if function is None:
                if managed.pop(fd, None) is not None: host.call('manage', fd, 0, '', None, -1)
                return
            if fd < 0: raise TypeError('manage() needs an open socket')
            known = managed.get(fd)
            if known is not None and known[1] is not sock:
                once(fd, 'another socket object with this descriptor is managed already')
                return
            managed[fd] = (function, sock)
            host.call('manage', fd, 1, '', None, -1)
        def cleanup_handler(function, /):
            nonlocal cleanup
            if function is not None and not callable(function): raise TypeError('cleanup_handler() needs a function or None')
            before, cleanup = cleanup, function
            return before

        for name in ('midimonster', 'crosspatch'):
            api = types.ModuleType(name)
            for function in (output, inputvalue, outputvalue, current, timestamp, interval, manage, channels, cleanup_handler):
                function.__module__ = name
                setattr(api, function.__name__, function)
            me.modules[name] = api

        def resolve(name):
            dot = len(name)
            while True:
                dot = name.rfind('.', 0, dot)
                if dot <= 0: return None
                found = me.modules.get(name[:dot])
                if found is None: continue
                try:
                    for part in name[dot + 1:].split('.'): found = getattr(found, part)
                    if callable(found): return found
                except BaseException:
                    pass
        def handler_of(name):
            if '.' in name: return resolve(name)
            return resolve(default_name) if default_name else None
        def bind(local, name, value_in, value_out):
            while len(names) <= local:
                names.append(None); inputs.append(0.0); outputs.append(0.0); handlers.append(None)
            locals_[name] = local
            names[local], inputs[local], outputs[local] = name, float(value_in), float(value_out)
            handlers[local] = None if loading else handler_of(name)
            if name in early: output(name, early.pop(name)); flush()
            return 1 if handlers[local] is not None else 0
        def unbind(local):
            if local < len(names) and names[local] is not None:
                locals_.pop(names[local], None)
                names[local] = handlers[local] = None
        def dispatch(start, count):
            nonlocal position, current_local
            for k in range(start, count):
                local = in_locals[k]
                value = in_values[k]
                handler = handlers[local]
                if handler is not None:
                    position = k
                    current_local = local
                    try: handler(value)
                    except BaseException as problem: report('channel', k, problem)
                    current_local = -1
                inputs[local] = value
            position = -1
            flush()
        def call(kind, function, *args):
            nonlocal position
            position = -1
            try: function(*args)
            except BaseException as problem: report(kind, -1, problem)
        def tick(now):
            for entry in sorted((e for e in intervals.values() if e[3] <= now), key=lambda e: e[3]):
                if intervals.get(entry[0]) is entry and entry[3] <= now:
                    # In step with its first beat: beats that were missed are not made up.
                    entry[2] = now - (now - entry[3]) % entry[1]
                    entry[3] = entry[2] + entry[1]
                    call('interval', entry[0])
            flush()
            return min((e[3] for e in intervals.values()), default=-1.0)
        def readable(fd):
            entry = managed.get(fd)
            if entry is not None: call('socket', entry[0], entry[1])
            flush()
        def forget(fd):
            managed.pop(fd, None)
        def recover():
            nonlocal position, current_local, pending
            at, position, current_local = position, -1, -1
            flush()
            return at
        def load(name, saved):
            nonlocal pending
            try:
                importlib.import_module(name)
                module, before = me.modules.get(name), instances.get(saved)
                old = before.modules.get(name) if before else None
                if module is not None and hasattr(old, 'state') and hasattr(module, 'state'):
                    if isinstance(module.state, dict) and isinstance(old.state, dict): module.state.update(old.state)
                    else: module.state = old.state
                return 1
            except BaseException as problem:
                report('load', -1, problem)
                pending = 0
                return 0
        def begin(handler):
            nonlocal loading, default_name
            loading = False
            default_name = handler
            for local, name in enumerate(names):
                if name is not None: handlers[local] = handler_of(name)
            flush()
            return 1 if not handler or resolve(handler) is not None else 0
        def finish():
            if cleanup is not None: call('cleanup', cleanup)
            flush()
        me.forget = forget
        me.calls = dict(bind=bind, unbind=unbind, dispatch=dispatch, recover=recover, tick=tick, readable=readable, load=load, begin=begin, cleanup=finish)
        return me

    def open_instance(key):
        switch(make(key))
        return 1
    def close_instance(key):
        me = instances.pop(key, None)
        if me is active: switch(None)
        return 1
    def entry(name):
        def run(key, *args):
            me = instances[key]
            if me is not active: switch(me)
            result = me.calls[name](*args)
            return 0 if result is None else result
        return run
    def addresses():
        return ','.join(str(a.buffer_info()[0]) for a in (in_locals, in_values, out_locals, out_values, out_positions))

    sys.stdout, sys.stderr = Output('info'), Output('warn')
    sys.meta_path.insert(0, Finder())
    # No way to import what belongs to the realm outside.
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != 'JsFinder']
    for name in ('js', 'pyodide_js', '_crosspatch'): sys.modules.pop(name, None)
    functions = {name: entry(name) for name in ('bind', 'unbind', 'load', 'begin', 'dispatch', 'recover', 'tick', 'readable', 'cleanup')}
    functions.update(open=open_instance, close=close_instance, addresses=addresses)
    for name, function in functions.items(): globals()['__crosspatch_' + name] = function
    return host, lambda fd: active.forget(fd) if active else None
`;
