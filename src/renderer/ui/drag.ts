/** The kind of a drag that carries the name of a backend. */
export const BACKEND_DRAG = 'application/x-crosspatch-backend';
