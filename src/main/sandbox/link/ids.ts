/** Locals of one instance in a ring id; the rest of the id is the instance's number. */
const LOCALS = 2 ** 24;
/** Locals from here on mean sockets: `READABLE + fd` says that the socket has something to read. */
export const READABLE = 2 ** 23;
/** The instance number of records to the thread itself. */
export const THREAD = 0;
/** Local of `THREAD`: the record's value is the time in ms, where the host drives the guest's clock. */
export const TIME = 1;

/** The ring id of a channel (or socket) of an instance. */
export function ringId(instance: number, local: number): number {
  return instance * LOCALS + local;
}
export function instanceOf(id: number): number {
  return Math.floor(id / LOCALS);
}
export function localOf(id: number): number {
  return id % LOCALS;
}
