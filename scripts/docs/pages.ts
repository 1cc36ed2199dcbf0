import { stackManifest } from '../../src/main/backends/stack/config.ts';
import { BACKENDS } from '../../src/main/plugins-list.ts';
import { ERRORS } from '../../src/shared/error/catalogue.ts';
import { backendsPage } from './backends.ts';
import { errorsPage } from './errors.ts';

/** Every generated page: its file below the project's folder, and what it has to say now. */
export function pages(): readonly { readonly file: string; readonly text: string }[] {
  const manifests = [...BACKENDS.map(one => one.manifest), stackManifest];
  return [
    { file: 'docs/reference/backends.md', text: `${backendsPage(manifests)}\n` },
    { file: 'docs/reference/errors.md', text: `${errorsPage(ERRORS)}\n` },
  ];
}
