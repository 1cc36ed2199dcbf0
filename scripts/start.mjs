// npm start [file]: install what is missing, build what is stale, open the window; without Electron's binary or a
// display, the headless host and a browser. Plain JavaScript on Node alone: on a fresh clone nothing is installed yet.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './setup/build.mjs';
import { electronBinary, fetchElectron } from './setup/electron.mjs';
import { installIfStale } from './setup/install.mjs';
import { root } from './setup/root.mjs';

const files = process.argv.slice(2);
const headlessWanted = process.env.CROSSPATCH_HEADLESS === '1';

await installIfStale();
await buildIfStale();

const reason = headlessWanted ? 'as CROSSPATCH_HEADLESS asks' : await whyNoWindow();
if (reason === undefined) runWindow();
else runHeadless(reason);

/** Why no window can be opened here; undefined when one can. */
async function whyNoWindow() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'there is no display here';
  if (!electronBinary()) await fetchElectron();
  return electronBinary() ? undefined : "Electron's binary could not be had";
}

function runWindow() {
  follow(spawn(electronBinary(), [root, ...files], { stdio: 'inherit' }));
}

function runHeadless(why) {
  console.log(`Starting without a window (${why}): the user interface opens in a browser.`);
  const host = spawn(process.execPath, [join(root, 'out/main/headless.js'), 'run', ...files], {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let text = '';
  host.stdout.on('data', chunk => {
    process.stdout.write(chunk);
    if (text === undefined) return;
    text += chunk;
    const address = /^crosspatch ready (http\S+)/m.exec(text)?.[1];
    if (address === undefined) return;
    text = undefined;
    openBrowser(address);
  });
  follow(host);
}

/** Give our signals to the child, and end as it ended. */
function follow(child) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', error => {
    console.error(`Could not start: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

/** Open the default browser where there is one; the address stands in the terminal anyway. */
function openBrowser(address) {
  if (process.env.CROSSPATCH_BROWSER === 'off') return;
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : DISPLAY || WAYLAND_DISPLAY
          ? ['xdg-open', address]
          : [];
  if (command === undefined || (command === 'xdg-open' && !existsSync('/usr/bin/xdg-open'))) return;
  const browser = spawn(command, args, { stdio: 'ignore', detached: true });
  browser.on('error', () => undefined);
  browser.unref();
}
