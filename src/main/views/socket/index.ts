export { openSocketView, type SocketView, type SocketViewOptions } from './socket-view.ts';
