import type { Session, WebContents } from 'electron';
import type { ElectronApi } from './electron-api.ts';
import { mayNavigate, mayOpenOutside, mayUse } from './policy.ts';

/** No page of ours opens a window, leaves its origin or embeds another page, whatever is in it. */
export function guardContents(contents: WebContents, { shell }: Pick<ElectronApi, 'shell'>): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (!mayNavigate(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', event => event.preventDefault());
}

/** Deny cameras, MIDI, serial ports and the rest to the page: the engine owns the devices. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(mayUse(permission, originOf(details.requestingUrl))),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => mayUse(permission, origin));
  session.setDevicePermissionHandler(() => false);
}

function originOf(address: string | undefined): string {
  if (address === undefined || !URL.canParse(address)) return '';
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
