import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbsoluteAxis, RelativeAxis } from './axes.ts';
import { inputChannelInfo, JS_AXIS, JS_BUTTON, parseInputChannel, suggestInputChannels } from './channels.ts';
import { EVENT_SIZE, JS_SIZE, readEvents, readJoystick, writeEvent } from './codec.ts';
import { codeOf, EventType, nameOf, namesOf } from './codes.ts';
import { findDevice, parseDevices } from './devices.ts';

const DEVICES = `I: Bus=0003 Vendor=046d Product=c31c Version=0110
N: Name="Logitech USB Keyboard"
P: Phys=usb-0000:00:14.0-1/input0
S: Sysfs=/devices/pci0000:00/input/input3
U: Uniq=
H: Handlers=sysrq kbd event3 leds
B: EV=120013

I: Bus=0003 Vendor=045e Product=028e Version=0114
N: Name="Microsoft X-Box 360 pad"
H: Handlers=event5 js0
B: EV=20000b

I: Bus=0019 Vendor=0000 Product=0001 Version=0000
N: Name="Power Button"
H: Handlers=
`;

describe('devices', () => {
  it('are read from the kernel, and found by the beginning of their name', () => {
    const devices = parseDevices(DEVICES);
    expect(devices.map(device => device.name)).toEqual(['Logitech USB Keyboard', 'Microsoft X-Box 360 pad']);
    expect(findDevice(devices, 'logi', false)).toBe('/dev/input/event3');
    expect(findDevice(devices, 'Microsoft', true)).toBe('/dev/input/js0');
    expect(findDevice(devices, 'logi', true)).toBeUndefined();
    expect(findDevice(devices, 'Pad', false)).toBeUndefined();
  });
  it('never throw on any text', () => {
    fc.assert(fc.property(fc.string(), text => void parseDevices(text)));
  });
});

describe('codes', () => {
  it.each([
    ['EV_KEY', 'KEY_ESC', 1],
    ['EV_KEY', 'KEY_ENTER', 28],
    ['EV_KEY', 'KEY_A', 30],
    ['EV_KEY', 'KEY_Z', 44],
    ['EV_KEY', 'KEY_SPACE', 57],
    ['EV_KEY', 'KEY_F12', 88],
    ['EV_KEY', 'KEY_UP', 103],
    ['EV_KEY', 'KEY_DELETE', 111],
    ['EV_KEY', 'KEY_LEFTMETA', 125],
    ['EV_KEY', 'KEY_MENU', 139],
    ['EV_KEY', 'KEY_F24', 194],
    ['EV_KEY', 'BTN_LEFT', 0x110],
    ['EV_KEY', 'BTN_TRIGGER', 0x120],
    ['EV_KEY', 'BTN_A', 0x130],
    ['EV_KEY', 'BTN_THUMBR', 0x13e],
    ['EV_KEY', 'BTN_TOUCH', 0x14a],
    ['EV_REL', 'REL_WHEEL', 8],
    ['EV_ABS', 'ABS_HAT0X', 16],
    ['EV_ABS', 'ABS_RZ', 5],
    ['EV_LED', 'LED_CAPSL', 1],
    ['EV_KEY', '999', 999],
  ] as const)('%s.%s is %i', (type, name, code) => expect(codeOf(type, name)).toBe(code));

  it('name every code that has a name, one to one', () => {
    for (const type of Object.keys(EventType) as (keyof typeof EventType)[]) {
      for (const name of namesOf(type)) expect(nameOf(EventType[type], codeOf(type, name) ?? -1)).toBe(name);
    }
  });
});

describe('channels', () => {
  it.each([
    'EV_KEY.KEY_A',
    'EV_ABS.ABS_X',
    'EV_REL.REL_WHEEL',
    'EV_LED.LED_CAPSL',
    'EV_KEY.999',
    'axis0',
    'button11',
  ])('reads %s', name => expect(parseInputChannel('x', name).name).toBe(name));
  it('spells a code with two names in one way', () => {
    expect(parseInputChannel('x', 'EV_KEY.BTN_A').name).toBe('EV_KEY.BTN_SOUTH');
    expect(parseInputChannel('x', 'EV_KEY.30').name).toBe('EV_KEY.KEY_A');
  });
  it.each(['KEY_A', 'EV_KEY.KEY_QQ', 'EV_MSC.MSC_SCAN', 'EV_KEY.', 'axis', ''])('refuses %s', name => {
    expect(() => parseInputChannel('x', name)).toThrow(/has no channel/);
  });
  it('suggests, and tells what can be written', () => {
    expect(suggestInputChannels('key_a', 2)[0]?.name).toBe('EV_KEY.KEY_A');
    expect(suggestInputChannels('ax', 1)[0]).toMatchObject({ name: 'axis0', source: true, target: false });
    expect(inputChannelInfo(parseInputChannel('x', 'EV_LED.LED_CAPSL'))).toMatchObject({
      source: false,
      target: true,
    });
  });
});

describe('records', () => {
  const u16 = fc.nat(0xffff);
  const s32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  it('of event devices are read as written, whole ones only', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(u16, u16, s32), { maxLength: 20 }),
        fc.nat(EVENT_SIZE - 1),
        (events, extra) => {
          const bytes = Buffer.concat([...events.map(event => writeEvent(...event)), Buffer.alloc(extra)]);
          const got: number[][] = [];
          expect(readEvents(bytes, bytes.length, (...event) => got.push(event))).toBe(
            events.length * EVENT_SIZE,
          );
          expect(got).toEqual(events);
        },
      ),
    );
  });
  it('of joysticks tell axes and buttons, also those at the time of opening', () => {
    const bytes = Buffer.alloc(2 * JS_SIZE + 3);
    bytes.writeInt16LE(-32_767, 4);
    bytes.writeUInt8(0x82, 6);
    bytes.writeUInt8(1, 7);
    bytes.writeInt16LE(1, 12);
    bytes.writeUInt8(0x01, 14);
    bytes.writeUInt8(9, 15);
    const got: number[][] = [];
    expect(readJoystick(bytes, bytes.length, (...event) => got.push(event))).toBe(16);
    expect(got).toEqual([
      [JS_AXIS, 1, -32_767],
      [JS_BUTTON, 9, 1],
    ]);
  });
});

describe('axes', () => {
  it('know their range, or guess the narrowest usual one', () => {
    const known = new AbsoluteAxis({ min: -100, max: 100 });
    expect([-100, 0, 100, 200].map(raw => known.value(raw))).toEqual([0, 0.5, 1, 1]);
    const guessed = new AbsoluteAxis(undefined);
    expect([0, 255, 128].map(raw => guessed.value(raw))).toEqual([0, 1, 128 / 255]);
    expect(guessed.value(1023)).toBe(1);
    expect(guessed.value(255)).toBe(255 / 1023);
    expect(guessed.value(-32_768)).toBe(0);
    const turned = new AbsoluteAxis({ min: 255, max: 0 });
    expect(turned.value(255)).toBe(0);
    expect(new AbsoluteAxis(undefined, true).value(0)).toBe(0.5);
  });
  it('stay in 0..1 whatever arrives', () => {
    const raw = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(fc.array(raw), raws => {
        const absolute = new AbsoluteAxis(undefined);
        const relative = new RelativeAxis(-100, 50);
        for (const one of raws) {
          for (const value of [absolute.value(one), relative.value(one)]) {
            expect(value >= 0 && value <= 1).toBe(true);
          }
        }
      }),
    );
  });
  it('move by steps, either way round, or tell the direction', () => {
    const wheel = new RelativeAxis(100, 50);
    expect([10, -20, 1000].map(steps => wheel.value(steps))).toEqual([0.6, 0.4, 1]);
    const turned = new RelativeAxis(-100);
    expect([-25, 10].map(steps => turned.value(steps))).toEqual([0.25, 0.15]);
    const plain = new RelativeAxis(undefined);
    expect([-3, 0, 2].map(steps => plain.value(steps))).toEqual([0, 0.5, 1]);
  });
});
