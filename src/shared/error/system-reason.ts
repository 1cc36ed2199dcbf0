const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission was denied',
  EPERM: 'it is not permitted',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk failed',
};

/** What went wrong with a file, in plain words. */
export function systemReason(thrown: unknown): string {
  const words = WORDS[systemCode(thrown)];
  if (words !== undefined) return words;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** `ENOENT` and so on; empty for an error that is none of the system's. */
export function systemCode(thrown: unknown): string {
  const code = thrown instanceof Error ? (thrown as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}
