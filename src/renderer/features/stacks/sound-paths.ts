export function baseName(path: string): string {
  return path.slice(lastSeparator(path) + 1);
}

/** With its separator; empty for a bare name. */
export function folderOf(path: string): string {
  return path.slice(0, lastSeparator(path) + 1);
}

/** As a patch names a sound: relative to its own folder when the sound lies in it, else the whole path. */
export function asWritten(path: string, patch: string | undefined): string {
  const folder = folderOf(patch ?? '');
  return folder !== '' && path.startsWith(folder) ? path.slice(folder.length) : path;
}

/** The whole path of a sound that a patch names. */
export function wholePath(written: string, patch: string | undefined): string {
  const whole = written.startsWith('/') || /^([a-z]:)?[\\/]/i.test(written);
  return whole ? written : folderOf(patch ?? '') + written;
}

function lastSeparator(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
}
