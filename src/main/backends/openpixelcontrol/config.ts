import type { ProblemReport } from '../../../shared/error/problem.ts';
import { type Endpoint, readEndpoint } from '../../../shared/net/endpoint.ts';
import { complainInto } from '../../../shared/plugin/option-problem.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { OptionSpec } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import { OPC_PORT } from './codec.ts';

export const OPTIONS = [
  {
    name: 'destination',
    label: 'Send to',
    help: 'HOST [PORT] of an Open Pixel Control server. Needed for output.',
    kind: 'text',
    placeholder: '10.0.0.5 7890',
  },
  {
    name: 'listen',
    label: 'Listen on',
    help: 'HOST [PORT] where clients may connect. Needed for input. 127.0.0.1 is heard on this computer only.',
    kind: 'text',
    placeholder: '127.0.0.1 7890',
  },
  {
    name: 'mode',
    label: 'Resolution of output',
    help: 'Bits of a component that is sent. Input takes both.',
    kind: 'choice',
    default: '8bit',
    choices: [
      { value: '8bit', label: '8 bit' },
      { value: '16bit', label: '16 bit' },
    ],
  },
] as const satisfies readonly OptionSpec[];

export interface OpcConfig {
  readonly sendTo: Endpoint | undefined;
  readonly listenOn: Endpoint | undefined;
  readonly wide: boolean;
  readonly problems: readonly ProblemReport[];
}

export function readConfig(instance: string, raw: Options): OpcConfig {
  const { options, problems } = readOptions({ instance, backend: 'openpixelcontrol' }, OPTIONS, raw);
  const all = [...problems];
  const complain = complainInto(all, instance);
  return {
    sendTo: readEndpoint('destination', options.destination || undefined, OPC_PORT, complain),
    listenOn: readEndpoint('listen', options.listen || undefined, OPC_PORT, complain),
    wide: options.mode === '16bit',
    problems: all,
  };
}
