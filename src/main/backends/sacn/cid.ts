const LENGTH = 16;

/** Read an identifier: a UUID, 32 hex digits, or 16 bytes such as `0xAA 0xBB ...`; undefined when it is none. */
export function parseCid(text: string): Uint8Array<ArrayBuffer> | undefined {
  const trimmed = text.trim();
  const hex = trimmed.replaceAll('-', '');
  if (/^[0-9a-f]{32}$/i.test(hex)) {
    return Uint8Array.from({ length: LENGTH }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  }
  const bytes = trimmed.split(/[\s,]+/).map(Number);
  const valid = bytes.length === LENGTH && bytes.every(b => Number.isInteger(b) && b >= 0 && b <= 255);
  return valid ? Uint8Array.from(bytes) : undefined;
}

/** As a UUID. */
export function formatCid(cid: Uint8Array): string {
  const hex = Array.from(cid, byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
