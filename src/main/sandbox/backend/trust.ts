import type { JsonValue } from '../../../shared/patch/document.ts';
import type { Operation } from '../../../shared/patch/operation.ts';
import type { Reach } from '../sockets/policy.ts';

/** The document section that holds what a patch's scripts may reach: `{ "hosts": ["connect 10.0.0.5:80"] }`. */
export const TRUST_SECTION = 'trust';
/** Name of the fix; its argument is the grant. */
const FIX = 'allow-host:';
const GRANT = /^(connect|send|listen) \S{1,255}:\d{1,5}$/;

/** One line of the trust record: "connect 10.0.0.5:80". */
export function grantOf(reach: Reach, host: string, port: number): string {
  return `${reach} ${host}:${port}`;
}

/** The lines of a trust section; what is not a grant is passed over. */
export function readGrants(section: JsonValue | undefined): readonly string[] {
  if (typeof section !== 'object' || section === null || Array.isArray(section)) return [];
  const { hosts } = section as { readonly [key: string]: JsonValue };
  if (!Array.isArray(hosts)) return [];
  return hosts.filter((line): line is string => typeof line === 'string' && GRANT.test(line));
}

/** The id of the problem fix that gives a grant. */
export function grantFix(grant: string): string {
  return FIX + grant;
}

/** The edit that gives a grant (the argument of the fix); undefined when the text is none. */
export function grantOperation(grant: string, section: JsonValue | undefined): Operation | undefined {
  if (!GRANT.test(grant)) return undefined;
  const hosts = [...new Set([...readGrants(section), grant])];
  return { op: 'section.set', section: TRUST_SECTION, value: { ...objectOf(section), hosts } };
}

function objectOf(section: JsonValue | undefined): { readonly [key: string]: JsonValue } {
  if (typeof section !== 'object' || section === null || Array.isArray(section)) return {};
  return section as { readonly [key: string]: JsonValue };
}
