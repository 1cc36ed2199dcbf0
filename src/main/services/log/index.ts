import type { LogLine } from '../../../shared/contract/calls/monitor.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { ServicePlugin } from '../../../shared/plugin/service.ts';

/** Where the lines come together; the kernel has it before any service. */
export interface LogSource {
  recent(limit: number): readonly LogLine[];
  onLine(listener: (line: LogLine) => void): () => void;
}

/** The log as a service: recent lines on demand, new ones as events. */
export function createLogService(source: LogSource): ServicePlugin {
  let stop: () => void = () => undefined;
  return {
    manifest: { kind: 'service', name: 'log', title: 'Log' },
    load({ bus }) {
      stop = source.onLine(line => bus.publish('log.line', line));
      return request => {
        if (request.op !== 'recent')
          return Promise.reject(fail('contract.unknown-call', { name: `log.${request.op}` }));
        return Promise.resolve(source.recent(typeof request['limit'] === 'number' ? request['limit'] : 500));
      };
    },
    unload: () => stop(),
  };
}
