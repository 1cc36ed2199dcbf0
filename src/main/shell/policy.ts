import type { WebPreferences } from 'electron';

// What the shell allows, as data and pure functions, so that a test can read it.

/** Our own scheme for the page: `file:` would give it an origin that it shares with every other file. */
export const SCHEME = 'app';
export const ORIGIN = 'app://crosspatch';
export const START_PAGE = `${ORIGIN}/index.html`;

export const schemePrivileges = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  corsEnabled: false,
  stream: false,
  codeCache: true,
} as const;

export function webPreferences(preload: string) {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  } as const satisfies WebPreferences;
}

/** The page may go nowhere but to itself. */
export function mayNavigate(address: string): boolean {
  const url = parse(address);
  return url?.protocol === `${SCHEME}:` && url.host === 'crosspatch';
}

/** Links that open in the system's browser. */
export function mayOpenOutside(address: string): boolean {
  const url = parse(address);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}

/** The page asks for nothing, but Copy in the script editor needs to write the clipboard. */
export function mayUse(permission: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && origin.replace(/\/$/, '') === ORIGIN;
}

/** Only our own page gets a port or a dialog. */
export function isTrustedSender(address: string | undefined): boolean {
  return address !== undefined && mayNavigate(address);
}

const PATCH_FILE = /\.(crosspatch|cfg)$/i;

/** The patch that a command line names (file association, second instance). The first word is the program. */
export function fileOfArguments(args: readonly string[]): string | undefined {
  return args.slice(1).find(arg => !arg.startsWith('-') && PATCH_FILE.test(arg));
}

function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
