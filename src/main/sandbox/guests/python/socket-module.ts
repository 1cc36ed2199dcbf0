/**
 * Python source of `_socket` and `select` on the host's sockets: the standard socket.py runs on top as it is. Errors
 * travel by name, because the numbers of errno differ between WebAssembly and the host.
 */
export const PYTHON_SOCKETS = String.raw`
def __crosspatch_sockets(host, forget):
    import errno, sys, time, types
    import _socket as original

    module = types.ModuleType('_socket')
    keep = ('error', 'herror', 'gaierror', 'timeout', 'has_ipv6', 'htons', 'htonl', 'ntohs', 'ntohl', 'inet_aton', 'inet_ntoa', 'inet_pton', 'inet_ntop')
    for name in dir(original):
        if name.isupper() or name in keep: setattr(module, name, getattr(original, name))
    missing = dict(SO_REUSEADDR=2, SO_ERROR=4, SO_BROADCAST=6, SO_SNDBUF=7, SO_RCVBUF=8, SO_KEEPALIVE=9, SO_LINGER=13, SO_REUSEPORT=15,
        SO_RCVTIMEO=66, SO_SNDTIMEO=67, TCP_NODELAY=1, SOL_SOCKET=1, SOL_TCP=6, SHUT_RD=0, SHUT_WR=1, SHUT_RDWR=2, IP_ADD_MEMBERSHIP=35,
        IP_MULTICAST_TTL=33, IP_MULTICAST_LOOP=34, IP_MULTICAST_IF=32, SOMAXCONN=128, MSG_DONTWAIT=64, MSG_PEEK=2)
    for name, value in missing.items():
        if not hasattr(module, name): setattr(module, name, value)
    default_timeout = None
    MOST = 1 << 20

    def ask(op, fd=0, b=0, text='', data=None, timeout=None):
        result = host.call(op, fd, b, text, data, -1 if timeout is None else timeout * 1000)
        if result >= 0: return result
        code, _, words = host.text().partition(' ')
        if code == 'ETIMEDOUT': raise TimeoutError(words or 'timed out')
        number = getattr(errno, code, errno.EIO)
        raise OSError(number, words or code)
    def received(count):
        return bytes(host.data(count)) if count else b''
    def address(text):
        name, _, port = text.rpartition(' ')
        return (name, int(port))

    class socket:
        __slots__ = ('_family', '_type', '_proto', '_timeout', '_fd')
        def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
            self._family = 2 if family == -1 else int(family)
            self._type = 1 if type == -1 else int(type)
            self._proto = 0 if proto == -1 else int(proto)
            self._timeout = default_timeout
            self._fd = int(fileno) if fileno is not None else ask('socket', self._family, self._type)
        def fileno(self): return self._fd
        def _open(self):
            if self._fd < 0: raise OSError(errno.EBADF, 'Bad file descriptor')
            return self._fd
        def connect(self, to): ask('connect', self._open(), int(to[1]), str(to[0]), None, self._timeout)
        def connect_ex(self, to):
            try: self.connect(to)
            except OSError as problem: return problem.errno or errno.EIO
            return 0
        def bind(self, to): ask('bind', self._open(), int(to[1]), str(to[0]))
        def listen(self, backlog=128): ask('listen', self._open(), int(backlog))
        def _accept(self):
            fd = ask('accept', self._open(), 0, '', None, self._timeout)
            return fd, address(host.text())
        def _take(self, size, flags):
            waits = 0 if flags & 64 else self._timeout
            return received(ask('recv', self._open(), max(0, min(int(size), MOST)), '', None, waits))
        def recv(self, size, flags=0): return self._take(size, flags)
        def recvfrom(self, size, flags=0):
            data = self._take(size, flags)
            return data, address(host.text())
        def recv_into(self, buffer, size=0, flags=0):
            view = memoryview(buffer).cast('B')
            data = self._take(size or len(view), flags)
            view[:len(data)] = data
            return len(data)
        def recvfrom_into(self, buffer, size=0, flags=0):
            count = self.recv_into(buffer, size, flags)
            return count, address(host.text())
        def send(self, data, flags=0): return ask('send', self._open(), 0, '', bytes(data)[:MOST], self._timeout)
        def sendall(self, data, flags=0):
            data = bytes(data)
            for at in range(0, len(data), MOST): ask('send', self._open(), 0, '', data[at:at + MOST], self._timeout)
        def sendto(self, data, *to):
            return ask('sendto', self._open(), int(to[-1][1]), str(to[-1][0]), bytes(data)[:MOST])
        def close(self):
            fd, self._fd = self._fd, -1
            if fd >= 0:
                forget(fd)
                host.call('close', fd, 0, '', None, -1)
        def detach(self):
            fd, self._fd = self._fd, -1
            return fd
        def shutdown(self, how): ask('shutdown', self._open(), int(how))
        def setblocking(self, flag): self._timeout = None if flag else 0.0
        def getblocking(self): return self._timeout != 0.0
        def settimeout(self, seconds):
            if seconds is not None and seconds < 0: raise ValueError('Timeout value out of range')
            self._timeout = None if seconds is None else float(seconds)
        def gettimeout(self): return self._timeout
        def setsockopt(self, *args): pass
        def getsockopt(self, level, option, size=None): return b'' if size else 0
        def getsockname(self): ask('localName', self._open()); return address(host.text())
        def getpeername(self): ask('peerName', self._open()); return address(host.text())
        family = property(lambda self: self._family)
        type = property(lambda self: self._type)
        proto = property(lambda self: self._proto)
        timeout = property(lambda self: self._timeout)

    def getdefaulttimeout(): return default_timeout
    def setdefaulttimeout(seconds):
        nonlocal default_timeout
        default_timeout = None if seconds is None else float(seconds)
    def getaddrinfo(name, port, family=0, type=0, proto=0, flags=0):
        if isinstance(name, bytes): name = name.decode()
        return [(2, type or 1, proto or (17 if type == 2 else 6), '', (name or '127.0.0.1', int(port or 0)))]
    def gethostbyname(name):
        ask('resolve', 0, 0, name)
        return host.text()
    def close(fd): host.call('close', fd, 0, '', None, -1)
    def dup(fd): raise OSError(errno.ENOSYS, 'sockets cannot be duplicated')
    for value in (socket, getdefaulttimeout, setdefaulttimeout, getaddrinfo, gethostbyname, close, dup): setattr(module, value.__name__, value)
    module.SocketType, module.CAPI = socket, None
    module.gethostname = lambda: 'localhost'

    selector = types.ModuleType('select')
    def number(thing): return thing if isinstance(thing, int) else thing.fileno()
    def select(readers, writers, failed, timeout=None):
        readers, writers = list(readers), list(writers)
        text = ','.join(str(number(one)) for one in readers) + ';' + ','.join(str(number(one)) for one in writers)
        ask('select', 0, 0, text, None, timeout)
        read, _, write = host.text().partition(';')
        ready = [set(map(int, part.split(','))) if part else () for part in (read, write)]
        return [one for one in readers if number(one) in ready[0]], [one for one in writers if number(one) in ready[1]], []
    selector.select, selector.error = select, OSError

    def sleep(seconds):
        if seconds < 0: raise ValueError('sleep length must be non-negative')
        ask('sleep', 0, 0, '', None, float(seconds))
    sleep.__module__ = 'time'
    time.sleep = sleep

    sys.modules['_socket'], sys.modules['select'] = module, selector
    for name in ('socket', 'selectors'): sys.modules.pop(name, None)

__crosspatch_sockets(*__crosspatch_setup())
del __crosspatch_sockets, __crosspatch_setup
`;
