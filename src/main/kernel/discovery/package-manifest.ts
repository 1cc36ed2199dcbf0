import { validRange } from 'semver';
import { z } from 'zod';

/** The version of the API that plugins are written against; raised in step with `src/shared/plugin`. */
export const PLUGIN_API_VERSION = '1.0.0';

export type ContributionKind = 'source' | 'service' | 'view';

const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,63}$/,
    'a plugin name has lower-case letters, digits, - and _, and starts with a letter',
  );

const contribution = z.union([
  z.string().min(1),
  z.strictObject({
    main: z.string().min(1),
    title: z.string().max(200).optional(),
    configSchema: z.record(z.string(), z.unknown()).optional(),
    requires: z.array(z.string()).optional(),
  }),
]);

const contributions = z.record(name, contribution).optional();

/** The section `crosspatch` of a package.json; `backends` are back-ends of the directory, which make sources. */
export const packageSection = z.strictObject({
  apiVersion: z.string().refine(range => validRange(range) !== null, 'apiVersion is no semver range'),
  backends: contributions,
  services: contributions,
  views: contributions,
  permissions: z.array(z.enum(['network', 'filesystem'])).optional(),
  sample: z.boolean().optional(),
});

export type PackageSection = z.infer<typeof packageSection>;

export const SECTION_KEYS = {
  backends: 'source',
  services: 'service',
  views: 'view',
} as const satisfies Record<string, ContributionKind>;
