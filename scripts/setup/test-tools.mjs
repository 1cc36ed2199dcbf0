import { existsSync } from 'node:fs';
import { run } from './run.mjs';

const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium for the tests: CHROMIUM if set, else Playwright's own, else one of the system. */
export async function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const { chromium } = await import('@playwright/test');
  return [chromium.executablePath(), ...SYSTEM_CHROMIUM].find(path => existsSync(path));
}

/** Find a Chromium, or install one: Debian's as root, else Playwright's. Undefined when neither can be had. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found !== undefined) return found;
  if (canUseApt()) await aptInstall('chromium');
  if ((await findChromium()) === undefined) {
    console.log('Installing a Chromium through Playwright ...');
    await run('npx', ['playwright', 'install', 'chromium'], { timeout: 300_000 });
  }
  return findChromium();
}

/** oscsend and oscdump, peers of some tests; without them those tests are skipped. */
export async function ensureOscTools() {
  if (!existsSync('/usr/bin/oscsend') && canUseApt()) await aptInstall('liblo-tools');
}

function canUseApt() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

let updated = false;
async function aptInstall(name) {
  console.log(`Installing ${name} through apt ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (!updated) await run('apt-get', ['update', '-q'], { env, timeout: 300_000 });
  updated = true;
  await run('apt-get', ['install', '-qy', '--no-install-recommends', name], { env, timeout: 600_000 });
}
