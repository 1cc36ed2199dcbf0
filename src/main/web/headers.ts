/**
 * The page's content security policy. Monaco needs inline styles and data images; nothing needs eval.
 * `connect` lists origins beside our own, for browsers that do not count ws: as 'self'.
 */
export function contentSecurityPolicy(connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

export interface PageOrigin {
  /** Origins to connect to beside our own. */
  readonly connect?: readonly string[];
  /** Whether browsers hold the page for a secure context; isolation headers mean nothing elsewhere. */
  readonly secure: boolean;
}

/** The headers that every answer carries, whatever its status. */
export function securityHeaders(page: PageOrigin): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(page.connect),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    ...(page.secure
      ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin' }
      : {}),
  };
}
