/** A device as the kernel lists it. */
export interface InputDevice {
  readonly name: string;
  /** Such as `event4` and `js0`. */
  readonly handlers: readonly string[];
}

/** Read `/proc/bus/input/devices`: blocks of lines, of which `N:` has the name and `H:` the handlers. */
export function parseDevices(text: string): InputDevice[] {
  return text
    .split(/\n\s*\n/)
    .map(block => ({
      name: /^N: Name="(.*)"$/m.exec(block)?.[1] ?? '',
      handlers: (/^H: Handlers=(.*)$/m.exec(block)?.[1] ?? '').split(/\s+/).filter(handler => handler !== ''),
    }))
    .filter(device => device.handlers.length > 0);
}

/** The file of the first device whose name begins with `prefix` (its letters' case does not matter). */
export function findDevice(
  devices: readonly InputDevice[],
  prefix: string,
  joystick: boolean,
): string | undefined {
  const handler = joystick ? /^js\d+$/ : /^event\d+$/;
  const wanted = prefix.toLowerCase();
  for (const device of devices) {
    const file = device.handlers.find(one => handler.test(one));
    if (file !== undefined && device.name.toLowerCase().startsWith(wanted)) return `/dev/input/${file}`;
  }
  return undefined;
}
