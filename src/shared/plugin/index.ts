// What authors of plugins get as `crosspatch/plugin`: types, and a fake host for their tests. docs/guide/plugins.md.
export type { Clock, Dispose, Logger, LogLevel, PluginManifest, ProblemReporter } from './common.ts';
export type { Display, DisplayColumn, Profile } from './profile.ts';
export type {
  CallContext,
  EventBus,
  ServiceArgs,
  ServiceCallable,
  ServicePlugin,
  ServiceRequest,
  ViewArgs,
  ViewPlugin,
} from './service.ts';
export type {
  CatalogueCall,
  Entry,
  Fields,
  Outcome,
  QueryArgs,
  Relations,
  Source,
  SourceArgs,
  SourceCatalogue,
  SourceConfig,
  SourcePlugin,
  SourceView,
} from './source.ts';
