/** Bytes of one pair in a value frame. */
const PAIR = 8;

/**
 * A value frame: pairs of (u32 channel index, f32 value), little-endian. From the engine: what changed since the last
 * frame. To the engine: what a person moved on screen.
 */
export function encodeValues(
  indexes: ArrayLike<number>,
  values: ArrayLike<number>,
  count: number,
): ArrayBuffer {
  const frame = new ArrayBuffer(count * PAIR);
  const view = new DataView(frame);
  for (let i = 0; i < count; i++) {
    view.setUint32(i * PAIR, indexes[i] ?? 0, true);
    view.setFloat32(i * PAIR + 4, values[i] ?? 0, true);
  }
  return frame;
}

/** Read a value frame. A trailing piece that is no whole pair is passed over. */
export function decodeValues(frame: ArrayBuffer, each: (index: number, value: number) => void): void {
  const view = new DataView(frame);
  for (let at = 0; at + PAIR <= view.byteLength; at += PAIR) {
    each(view.getUint32(at, true), view.getFloat32(at + 4, true));
  }
}
