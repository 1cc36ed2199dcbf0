import type { SerialPortInfo } from './driver.ts';

/** FTDI's chip, which the widget and its clones have. */
const VENDOR = '0403';

/** True for what can be opened as it is: a device file, or a Windows port. */
export function isPath(device: string): boolean {
  return device.startsWith('/') || /^(?:\\\\\.\\)?COM\d+$/i.test(device);
}

/** The port of the widget that `device` means (see the option), or undefined when it is not plugged in. */
export function findWidget(device: string, ports: readonly SerialPortInfo[]): string | undefined {
  const wanted = device.toLowerCase();
  const fits = (text: string | undefined) => text?.toLowerCase().includes(wanted) === true;
  const widgets = ports.filter(port => port.vendorId?.toLowerCase() === VENDOR);
  if (wanted === '')
    return (widgets.find(port => /enttec/i.test(port.manufacturer ?? '')) ?? widgets[0])?.path;
  const exact = ports.find(port => port.serialNumber?.toLowerCase() === wanted);
  return (exact ?? ports.find(port => fits(port.serialNumber) || fits(port.manufacturer)))?.path;
}
