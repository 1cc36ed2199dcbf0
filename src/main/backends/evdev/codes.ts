/** Kinds of events that are read or written, by their numbers in the kernel's interface. */
export const EventType = { EV_KEY: 1, EV_REL: 2, EV_ABS: 3, EV_SW: 5, EV_LED: 17 } as const;
export type EventTypeName = keyof typeof EventType;

/** Runs of names with consecutive numbers; "-" is a gap. */
type Run = readonly [first: number, names: string];

const KEYS: readonly Run[] = [
  [
    1,
    'KEY_ESC KEY_1 KEY_2 KEY_3 KEY_4 KEY_5 KEY_6 KEY_7 KEY_8 KEY_9 KEY_0 KEY_MINUS KEY_EQUAL KEY_BACKSPACE KEY_TAB',
  ],
  [
    16,
    'KEY_Q KEY_W KEY_E KEY_R KEY_T KEY_Y KEY_U KEY_I KEY_O KEY_P KEY_LEFTBRACE KEY_RIGHTBRACE KEY_ENTER KEY_LEFTCTRL',
  ],
  [
    30,
    'KEY_A KEY_S KEY_D KEY_F KEY_G KEY_H KEY_J KEY_K KEY_L KEY_SEMICOLON KEY_APOSTROPHE KEY_GRAVE KEY_LEFTSHIFT',
  ],
  [
    43,
    'KEY_BACKSLASH KEY_Z KEY_X KEY_C KEY_V KEY_B KEY_N KEY_M KEY_COMMA KEY_DOT KEY_SLASH KEY_RIGHTSHIFT KEY_KPASTERISK',
  ],
  [
    56,
    'KEY_LEFTALT KEY_SPACE KEY_CAPSLOCK KEY_F1 KEY_F2 KEY_F3 KEY_F4 KEY_F5 KEY_F6 KEY_F7 KEY_F8 KEY_F9 KEY_F10',
  ],
  [
    69,
    'KEY_NUMLOCK KEY_SCROLLLOCK KEY_KP7 KEY_KP8 KEY_KP9 KEY_KPMINUS KEY_KP4 KEY_KP5 KEY_KP6 KEY_KPPLUS KEY_KP1 KEY_KP2',
  ],
  [81, 'KEY_KP3 KEY_KP0 KEY_KPDOT - - KEY_102ND KEY_F11 KEY_F12'],
  [
    96,
    'KEY_KPENTER KEY_RIGHTCTRL KEY_KPSLASH KEY_SYSRQ KEY_RIGHTALT KEY_LINEFEED KEY_HOME KEY_UP KEY_PAGEUP KEY_LEFT',
  ],
  [
    106,
    'KEY_RIGHT KEY_END KEY_DOWN KEY_PAGEDOWN KEY_INSERT KEY_DELETE KEY_MACRO KEY_MUTE KEY_VOLUMEDOWN KEY_VOLUMEUP',
  ],
  [
    116,
    'KEY_POWER KEY_KPEQUAL KEY_KPPLUSMINUS KEY_PAUSE KEY_SCALE KEY_KPCOMMA - - - KEY_LEFTMETA KEY_RIGHTMETA KEY_COMPOSE',
  ],
  [
    128,
    'KEY_STOP KEY_AGAIN KEY_PROPS KEY_UNDO KEY_FRONT KEY_COPY KEY_OPEN KEY_PASTE KEY_FIND KEY_CUT KEY_HELP KEY_MENU',
  ],
  [158, 'KEY_BACK KEY_FORWARD'],
  [163, 'KEY_NEXTSONG KEY_PLAYPAUSE KEY_PREVIOUSSONG KEY_STOPCD KEY_RECORD KEY_REWIND'],
  [183, 'KEY_F13 KEY_F14 KEY_F15 KEY_F16 KEY_F17 KEY_F18 KEY_F19 KEY_F20 KEY_F21 KEY_F22 KEY_F23 KEY_F24'],
  [207, 'KEY_PLAY KEY_FASTFORWARD'],
  [224, 'KEY_BRIGHTNESSDOWN KEY_BRIGHTNESSUP'],
  [256, 'BTN_0 BTN_1 BTN_2 BTN_3 BTN_4 BTN_5 BTN_6 BTN_7 BTN_8 BTN_9'],
  [272, 'BTN_LEFT BTN_RIGHT BTN_MIDDLE BTN_SIDE BTN_EXTRA BTN_FORWARD BTN_BACK BTN_TASK'],
  [
    288,
    'BTN_TRIGGER BTN_THUMB BTN_THUMB2 BTN_TOP BTN_TOP2 BTN_PINKIE BTN_BASE BTN_BASE2 BTN_BASE3 BTN_BASE4 BTN_BASE5 BTN_BASE6',
  ],
  [
    304,
    'BTN_SOUTH BTN_EAST BTN_C BTN_NORTH BTN_WEST BTN_Z BTN_TL BTN_TR BTN_TL2 BTN_TR2 BTN_SELECT BTN_START BTN_MODE',
  ],
  [317, 'BTN_THUMBL BTN_THUMBR'],
  [320, 'BTN_TOOL_PEN BTN_TOOL_RUBBER - - - BTN_TOOL_FINGER - - - - BTN_TOUCH BTN_STYLUS BTN_STYLUS2'],
  [544, 'BTN_DPAD_UP BTN_DPAD_DOWN BTN_DPAD_LEFT BTN_DPAD_RIGHT'],
  [704, Array.from({ length: 40 }, (_, i) => `BTN_TRIGGER_HAPPY${i + 1}`).join(' ')],
];

const TABLES: Readonly<Record<EventTypeName, readonly Run[]>> = {
  EV_KEY: KEYS,
  EV_REL: [
    [
      0,
      'REL_X REL_Y REL_Z REL_RX REL_RY REL_RZ REL_HWHEEL REL_DIAL REL_WHEEL REL_MISC - REL_WHEEL_HI_RES REL_HWHEEL_HI_RES',
    ],
  ],
  EV_ABS: [
    [0, 'ABS_X ABS_Y ABS_Z ABS_RX ABS_RY ABS_RZ ABS_THROTTLE ABS_RUDDER ABS_WHEEL ABS_GAS ABS_BRAKE'],
    [16, 'ABS_HAT0X ABS_HAT0Y ABS_HAT1X ABS_HAT1Y ABS_HAT2X ABS_HAT2Y ABS_HAT3X ABS_HAT3Y'],
    [24, 'ABS_PRESSURE ABS_DISTANCE ABS_TILT_X ABS_TILT_Y ABS_TOOL_WIDTH'],
    [32, 'ABS_VOLUME'],
    [40, 'ABS_MISC'],
  ],
  EV_SW: [[0, 'SW_LID SW_TABLET_MODE SW_HEADPHONE_INSERT SW_RFKILL_ALL SW_MICROPHONE_INSERT SW_DOCK']],
  EV_LED: [
    [0, 'LED_NUML LED_CAPSL LED_SCROLLL LED_COMPOSE LED_KANA LED_SLEEP LED_SUSPEND LED_MUTE LED_MISC'],
  ],
};

/** Other names of the same numbers. */
const ALIASES: Readonly<Record<string, string>> = {
  BTN_A: 'BTN_SOUTH',
  BTN_B: 'BTN_EAST',
  BTN_X: 'BTN_NORTH',
  BTN_Y: 'BTN_WEST',
  BTN_GAMEPAD: 'BTN_SOUTH',
  BTN_JOYSTICK: 'BTN_TRIGGER',
  BTN_MOUSE: 'BTN_LEFT',
  BTN_MISC: 'BTN_0',
};

const CODES = new Map<string, number>();
const NAMES = new Map<number, string>();
for (const [type, runs] of Object.entries(TABLES)) {
  for (const [first, names] of runs) {
    for (const [index, name] of names.split(' ').entries()) {
      if (name === '-') continue;
      CODES.set(`${type}.${name}`, first + index);
      NAMES.set(eventKey(EventType[type as EventTypeName], first + index), name);
    }
  }
}

/** One number for a type and a code (16 bits each). */
export function eventKey(type: number, code: number): number {
  return type * 0x10000 + code;
}

/** The code of a name such as `KEY_A`, or of a number; undefined when there is none. */
export function codeOf(type: EventTypeName, name: string): number | undefined {
  if (/^\d{1,5}$/.test(name)) return Number(name) <= 0xffff ? Number(name) : undefined;
  return CODES.get(`${type}.${ALIASES[name] ?? name}`);
}

/** The name of a code; the number itself when it has none. */
export function nameOf(type: number, code: number): string {
  return NAMES.get(eventKey(type, code)) ?? String(code);
}

/** The names of a type, in the order of their numbers. */
export function namesOf(type: EventTypeName): readonly string[] {
  return TABLES[type].flatMap(([, names]) => names.split(' ').filter(name => name !== '-'));
}
