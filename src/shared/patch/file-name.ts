/** The ending of patch files. */
export const PATCH_ENDING = '.crosspatch';

/** True for a name under which a patch is saved as it is. `.cfg` is one so that writing it can be refused. */
export function hasPatchEnding(name: string): boolean {
  return /\.(crosspatch|json|cfg)$/i.test(name);
}

/** The name with `.crosspatch` at its end, unless it has an ending of a patch. "Gig 12.5" has none. */
export function withPatchEnding(name: string): string {
  return hasPatchEnding(name) ? name : name + PATCH_ENDING;
}
