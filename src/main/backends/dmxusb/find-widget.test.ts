import { expect, it } from 'vitest';
import { findWidget, isPath } from './find-widget.ts';

const PORTS = [
  { path: '/dev/ttyS0' },
  { path: '/dev/ttyUSB0', vendorId: '0403', serialNumber: 'A50285BI', manufacturer: 'FTDI' },
  { path: '/dev/ttyUSB1', vendorId: '0403', serialNumber: 'EN172534', manufacturer: 'ENTTEC' },
];

it.each([
  ['', '/dev/ttyUSB1'],
  ['EN172534', '/dev/ttyUSB1'],
  ['a50285', '/dev/ttyUSB0'],
  ['dmxking', undefined],
])('device "%s" is %s', (device, path) => expect(findWidget(device, PORTS)).toBe(path));

it('tells a path from a name', () => {
  expect(['/dev/ttyUSB0', 'COM3', String.raw`\\.\COM12`].every(isPath)).toBe(true);
  expect(['EN172534', 'COMPANY', ''].some(isPath)).toBe(false);
});
