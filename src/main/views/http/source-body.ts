import type { SourceInfo } from '../../../shared/contract/calls/directory.ts';
import type { Listed } from './page.ts';

/** Options that hold secrets are never told over HTTP: null stands in their place. */
const SECRET = /password|secret|token/i;
/** There is one tenant: whoever runs the program. */
export const TENANT = 'local';

/** A source in a list. */
export function shortSource({ name, backend }: SourceInfo): Listed & { readonly name: string } {
  return { uuid: name, name, backend, tenant_uuid: TENANT };
}

/** A source with its configuration. */
export function wholeSource(config: object & { readonly name: string }): Listed & { readonly name: string } {
  const shown = withoutSecrets(config) as object;
  return { ...shown, uuid: config.name, name: config.name, tenant_uuid: TENANT };
}

/** What a client sends as a source: what only the server says is dropped, and secrets that it was not told stay. */
export function givenSource(
  { uuid: _, tenant_uuid: __, ...given }: Readonly<Record<string, unknown>>,
  backend: string | undefined,
  before: object = {},
): Readonly<Record<string, unknown>> & { readonly backend: string | undefined } {
  return { ...(withSecrets(given, before) as object), backend };
}

function withoutSecrets(value: unknown): unknown {
  return mapped(value, (key, member) =>
    SECRET.test(key) && typeof member === 'string' ? null : withoutSecrets(member),
  );
}

function withSecrets(value: unknown, before: unknown): unknown {
  const known = (key: string) =>
    typeof before === 'object' && before !== null && Object.hasOwn(before, key)
      ? (before as Readonly<Record<string, unknown>>)[key]
      : undefined;
  return mapped(value, (key, member) =>
    SECRET.test(key) && member === null ? (known(key) ?? null) : withSecrets(member, known(key)),
  );
}

function mapped(value: unknown, change: (key: string, member: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(key, member)]));
}
