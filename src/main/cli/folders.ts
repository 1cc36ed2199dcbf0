import { homedir } from 'node:os';
import { join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where the user's data lies: CROSSPATCH_DATA if set, else the place that the platform has for it. The window and the
 * headless host share it, so that work left behind by one is offered back by the other.
 */
export function dataFolder(env: Env, platform: string = process.platform, home: string = homedir()): string {
  if (env['CROSSPATCH_DATA']) return env['CROSSPATCH_DATA'];
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Crosspatch');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Crosspatch');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'crosspatch');
}
