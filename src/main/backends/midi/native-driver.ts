import { watch } from 'node:fs';
import type { Input, Output } from '@julusian/midi/lazy';
import type { Dispose } from '../../../shared/plugin/common.ts';
import type { MidiDriver, MidiInputPort, MidiOutputPort, OnMessage, PortId } from './driver.ts';

/** The part of `@julusian/midi` that is used; a build of it for JACK fits as well. */
export interface MidiModule {
  readonly Input: typeof Input;
  readonly Output: typeof Output;
}

/** Room for SysEx on Windows, where the buffer is of fixed size (bytes). */
const INPUT_BUFFER = 16_384;

/** Ports that are the other side of a connection of our own, and no devices. */
const OWN = /^RtMidi (?:Input|Output) Client:RtMidi (?:Input|Output)\b/;

/** The library loads its native part on first use, and throws then where there is none. */
export async function loadNativeDriver(): Promise<MidiDriver> {
  const loaded: MidiModule & { readonly default?: MidiModule } = await import('@julusian/midi/lazy');
  return nativeDriver(loaded.default ?? loaded);
}

/** A driver over RtMidi. */
export function nativeDriver(midi: MidiModule): MidiDriver {
  const devices = (names: readonly string[]) => names.filter(name => !OWN.test(name));
  return {
    virtualPorts: process.platform !== 'win32',
    inputs: () => devices(midi.Input.getPortNames()),
    outputs: () => devices(midi.Output.getPortNames()),
    openInput: (port, onMessage) => openInput(midi, onMessage, input => input.openPort(indexOf(input, port))),
    openOutput: port => openOutput(midi, output => output.openPort(indexOf(output, port))),
    openVirtualInput: (name, onMessage) => openInput(midi, onMessage, input => input.openVirtualPort(name)),
    openVirtualOutput: name => openOutput(midi, output => output.openVirtualPort(name)),
    watch: watchSoundDevices,
  };
}

/**
 * On Linux a device that is pulled and plugged between two polls gets its old number back, and nothing in the list of
 * ports tells that the connection is gone; its device files are deleted and made anew, though.
 */
function watchSoundDevices(changed: () => void): Dispose {
  try {
    const watcher = watch('/dev/snd', changed);
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}

/** Indices change whenever a device comes or goes, so a port is looked up in the very list that opens it. */
function indexOf(list: Input | Output, port: PortId): number {
  let left = port.nth;
  for (let i = 0; i < list.getPortCount(); i++) {
    if (list.getPortName(i) === port.name && left-- === 0) return i;
  }
  throw new Error(`the port "${port.name}" is not there any more`);
}

function openInput(midi: MidiModule, onMessage: OnMessage, open: (input: Input) => void): MidiInputPort {
  const input = new midi.Input();
  try {
    input.ignoreTypes(false, false, false);
    input.setBufferSize(INPUT_BUFFER);
    input.on('messageBuffer', (_delta, bytes) => onMessage(bytes));
    open(input);
  } catch (error) {
    input.destroy();
    throw error;
  }
  return { close: () => input.destroy() };
}

function openOutput(midi: MidiModule, open: (output: Output) => void): MidiOutputPort {
  const output = new midi.Output();
  try {
    open(output);
  } catch (error) {
    output.destroy();
    throw error;
  }
  // The library takes whole buffers only: one of each length, so that sending allocates nothing.
  const short = [0, 1, 2, 3].map(length => Buffer.alloc(length));
  return {
    send: bytes => {
      const buffer = short[bytes.length] ?? Buffer.from(bytes);
      buffer.set(bytes);
      output.sendMessage(buffer);
    },
    close: () => output.destroy(),
  };
}
