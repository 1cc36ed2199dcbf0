/** Path of an Electron binary that is on this machine already. */
export function electronBinary(env?: NodeJS.ProcessEnv): string | undefined;
export function fetchElectron(timeout?: number): Promise<void>;
