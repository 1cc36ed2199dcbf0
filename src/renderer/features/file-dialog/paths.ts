const SEPARATOR = /[\\/]/;

/** The folder of a path; undefined for a bare name. */
export function folderOf(path: string): string | undefined {
  const at = lastSeparator(path);
  return at < 0 ? undefined : path.slice(0, Math.max(at, 1));
}

export function baseName(path: string): string {
  return path.slice(lastSeparator(path) + 1);
}

/** A name in a folder; a name that is a whole path already stays as it is. */
export function join(folder: string, name: string): string {
  if (folder === '' || name.startsWith('/') || /^[a-z]:[\\/]/i.test(name)) return name;
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

function lastSeparator(path: string): number {
  for (let i = path.length - 1; i >= 0; i--) if (SEPARATOR.test(path.charAt(i))) return i;
  return -1;
}
