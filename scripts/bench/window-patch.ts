/** MIDI channels and controllers of the instance that the sheets are bound to. */
const PARTS = 5;
const CONTROLS = 60;
const DESK_ROWS = 30;
export const WIRES = PARTS * CONTROLS;
/** OSC messages to these move the first controllers. */
export const MOVED = 8;

/** The address of OSC messages that move a controller. */
export const moveOf = (i: number) => `/move/${i}`;

/**
 * A patch of 300 wires from one instance, whose channels a folder of sheets names, to ten others; some of the channels
 * move with OSC messages that arrive at `listen`, and one of them is sent on to `answer`.
 */
export function windowPatch(sheets: string, listen: number, answer: number): unknown {
  const channels = Array.from({ length: WIRES }, (_, i) => `ch${Math.floor(i / CONTROLS)}.cc${i % CONTROLS}`);
  const desk = (i: number) => `desk${Math.floor(i / DESK_ROWS)}`;
  const desks = [...new Set(channels.map((_, i) => desk(i)))];
  const moves = Array.from({ length: MOVED }, (_, i) => ({
    from: `in.${moveOf(i)}`,
    to: `synth.${channels[i]}`,
  }));
  return {
    crosspatch: 1,
    instances: [
      { name: 'in', backend: 'osc', options: { bind: `127.0.0.1 ${listen}` } },
      { name: 'back', backend: 'osc', options: { destination: `127.0.0.1 ${answer}` } },
      ...['synth', ...desks].map(name => ({ name, backend: 'loopback' })),
    ],
    mappings: [
      ...moves,
      { from: `synth.${channels[0]}`, to: 'back./moved' },
      ...channels.map((channel, i) => ({ from: `synth.${channel}`, to: `${desk(i)}.level${i % DESK_ROWS}` })),
    ],
    sections: {
      directory: {
        sources: [{ name: 'sheets', backend: 'midi_guide', file: sheets, bind: { instance: 'synth' } }],
      },
    },
    layout: {
      nodes: {
        in: { x: 0, y: 0 },
        synth: { x: 400, y: 0 },
        back: { x: 0, y: 600 },
        ...Object.fromEntries(
          desks.map((name, i) => [name, { x: 900 + 400 * (i % 2), y: 900 * Math.floor(i / 2) }]),
        ),
      },
    },
  };
}
