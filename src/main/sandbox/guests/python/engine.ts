import type { Fault, GuestSpec, LoadReport } from '../../link/messages.ts';
import type { GuestEngine, VmHost, VmLoad } from '../../worker/guest-vm.ts';
import { Interpreter } from './interpreter.ts';
import { importName, PythonVm } from './python-vm.ts';
import { PythonRealm } from './realm.ts';
import { makeSnapshot, readSnapshot, snapshotFile } from './snapshot.ts';

/** Memory of the interpreter with all its instances: 256 MiB. */
const MAX_PAGES = 4096;

/** Python: one interpreter for all instances of the thread. */
export class PythonEngine implements GuestEngine {
  readonly interrupt: SharedArrayBuffer;
  #keys = 0;

  private constructor(private readonly python: Interpreter) {
    this.interrupt = python.interrupt;
  }

  /** Start from the snapshot in `folder`. The first start of all makes one. */
  static async start(folder: string): Promise<PythonEngine> {
    const file = snapshotFile(folder, MAX_PAGES);
    let snapshot = readSnapshot(file);
    if (!snapshot && (await makeSnapshot(folder, file, MAX_PAGES))) snapshot = readSnapshot(file);
    const options = { maxPages: MAX_PAGES, makeSnapshot: false, log: () => undefined };
    const realm = await PythonRealm.boot({ ...options, snapshot }).catch(() =>
      // A snapshot that does not fit must not keep Python from starting.
      PythonRealm.boot({ ...options, snapshot: undefined }),
    );
    return new PythonEngine(new Interpreter(realm));
  }

  load(host: VmHost, spec: GuestSpec, saved: string): VmLoad {
    const key = ++this.#keys;
    const faults: Fault[] = [];
    const noting: VmHost = withLoadFaults(host, faults);
    this.python.invoke('open', noting, key);
    const loading = new PythonVm(this.python, key, noting);
    const report = loadModules(loading, spec, Number(saved), faults);
    return { vm: new PythonVm(this.python, key, host), report };
  }
}

function loadModules(vm: PythonVm, spec: GuestSpec, saved: number, faults: Fault[]): LoadReport {
  for (const channel of spec.channels) vm.bind(channel);
  for (const path of spec.modules) {
    if (vm.invoke('load', importName(path), saved) !== 1) {
      if (faults.length === 0) faults.push({ kind: 'load', message: `${path} could not be loaded` });
      return { ok: false, faults, handlers: [] };
    }
  }
  const defaultHandler = vm.invoke('begin', spec.defaultHandler ?? '') === 1;
  const handlers = spec.channels.filter(channel => vm.bind(channel)).map(channel => channel.local);
  return { ok: true, faults: [], handlers, defaultHandler };
}

/** The same host, but what goes wrong is gathered for the report. */
function withLoadFaults(host: VmHost, faults: Fault[]): VmHost {
  return {
    now: () => host.now(),
    emit: (local, value, position) => host.emit(local, value, position),
    log: (level, text) => host.log(level, text),
    fault: fault => void faults.push(fault),
    source: path => host.source(path),
    call: (op, a, b, text, data, timeout) => host.call(op, a, b, text, data, timeout),
    expired: position => host.expired(position),
    renew: () => host.renew(),
    schedule: at => host.schedule(at),
  };
}
