import type { SerialPort } from 'serialport';
import type { SerialDriver, SerialEvents, SerialLine } from './driver.ts';

/** The widget is USB; the number only has to be one that every system accepts. */
const BAUD = 57_600;

/** The library loads its native part when it is imported, so that is left to the first use. */
export async function loadNativeSerial(): Promise<SerialDriver> {
  const { SerialPort: Port } = await import('serialport');
  return {
    // Without udev the list is not an empty one but a failure.
    list: () => Port.list().catch(() => []),
    open: (path, events) =>
      new Promise((resolve, reject) => {
        const port = new Port({ path, baudRate: BAUD, autoOpen: false });
        port.open(error => (error ? reject(error) : resolve(lineOf(port, events))));
      }),
  };
}

function lineOf(port: SerialPort, events: SerialEvents): SerialLine {
  let over = false;
  const lost = (reason: string) => {
    if (over) return;
    over = true;
    events.onLost(reason);
  };
  port.on('data', (bytes: Uint8Array) => events.onData(bytes));
  port.on('drain', () => events.onDrain());
  port.on('error', error => {
    lost(error.message);
    if (port.isOpen) port.close();
  });
  port.on('close', () => lost('it was unplugged'));
  return {
    write: bytes => {
      if (over || port.writableNeedDrain) return false;
      port.write(Buffer.from(bytes));
      return true;
    },
    close: () => {
      over = true;
      if (port.isOpen) port.close();
    },
  };
}
