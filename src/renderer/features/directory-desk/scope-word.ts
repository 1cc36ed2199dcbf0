import { t } from '../../messages/translate.ts';

/** Where a profile or display is kept, in words. */
export function scopeWord(scope: 'patch' | 'app' | 'built-in'): string {
  return t(scope === 'patch' ? 'desk.inPatch' : scope === 'app' ? 'desk.inApp' : 'desk.builtIn');
}
