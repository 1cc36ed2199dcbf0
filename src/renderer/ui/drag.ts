/** The kind of a drag that carries the name of a backend. */
export const BACKEND_DRAG = 'application/x-crosspatch-backend';
/** The kind of a drag that carries an entry of the directory, as JSON. */
export const ENTRY_DRAG = 'application/x-crosspatch-entry';
