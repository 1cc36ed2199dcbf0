import type { OptionSpec } from './option.ts';

/** The options of a view that opens a port. `usual` is offered where nobody has chosen a port yet. */
export function listenOptions(usual?: number) {
  return [
    {
      name: 'host',
      label: 'Address',
      help: '127.0.0.1 lets in this computer only, 0.0.0.0 everyone on the network; or an address of this machine.',
      kind: 'text',
      default: '127.0.0.1',
    },
    {
      name: 'port',
      label: 'Port',
      help: '1 to 65535; 0 takes any free one. Empty: it listens nowhere.',
      kind: 'number',
      min: 0,
      max: 65_535,
      step: 1,
      ...(usual === undefined ? {} : { placeholder: String(usual) }),
    },
  ] as const satisfies readonly OptionSpec[];
}
