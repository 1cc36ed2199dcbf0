export { threadPort } from './port.ts';
export { type PagePort, relay } from './relay.ts';
