import { join } from 'node:path';

/** Where things lie in the cache folder. The places of results, steps and job files are those of VTServer. */
export interface CacheLayout {
  readonly folder: string;
  /** `<first letter>/<key>.<format>` */
  result(key: string, format: string): string;
  /** `<module>/<key>.wav` */
  step(module: string, key: string): string;
  /** `_multi_/M/<key>.wav` */
  joined(key: string): string;
  /** `<module>/dat_<key>.<extension>`: files that a module keeps for itself. */
  kept(module: string, key: string, extension: string): string;
  /** What running jobs use, one file per job. */
  readonly leases: string;
}

export function cacheLayout(folder: string): CacheLayout {
  return {
    folder,
    leases: join(folder, '_running_'),
    result: (key, format) => join(folder, key.charAt(0), `${key}.${format}`),
    step: (module, key) => join(folder, module, `${key}.wav`),
    joined: key => join(folder, '_multi_', 'M', `${key}.wav`),
    kept: (module, key, extension) => join(folder, module, `dat_${key}.${extension}`),
  };
}
