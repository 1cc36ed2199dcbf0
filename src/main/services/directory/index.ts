import type { DirectoryEvents } from '../../../shared/contract/calls/directory.ts';
import type { ServiceArgs, ServicePlugin } from '../../../shared/plugin/service.ts';
import type { DirectoryDeps } from './directory-port.ts';
import { DirectoryService } from './directory-service.ts';

/** Windows hear of changes at most so often, in ms: hundreds of sources may load at once. */
const TELL_DELAY = 50;

/** The directory as windows see it: sources, profiles, search as you type, names of channels, stars. */
export function createDirectoryService(deps: DirectoryDeps): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'directory', title: 'Directory' },
    load(args) {
      const service = new DirectoryService(deps, args);
      const tell = <N extends keyof DirectoryEvents>(name: N, payload: () => DirectoryEvents[N]) =>
        debounced(args, () => args.bus.publish(name, payload()));
      const sources = tell('directory.sourcesChanged', () => service.sources());
      const profiles = tell('directory.profilesChanged', () => deps.directory.profiles.info());
      const names = tell('directory.namesChanged', () => deps.directory.nameTable());
      args.subscriptions.push(
        deps.directory.catalogue.onDidChange(sources),
        deps.directory.onChange(what => {
          if (what === 'names') return names();
          sources();
          profiles();
        }),
        args.bus.subscribe((event, payload) => relayStar(args, event, payload)),
        () => service.searches.close(),
      );
      return (request, call) => service.answer(request, call);
    },
  };
}

/** Run once, a moment after the first of many calls. */
function debounced(args: ServiceArgs, run: () => void): () => void {
  let planned = false;
  return () => {
    if (planned || args.signal.aborted) return;
    planned = true;
    args.clock.after(TELL_DELAY, () => {
      planned = false;
      if (!args.signal.aborted) run();
    });
  };
}

function relayStar(args: ServiceArgs, event: string, payload: unknown): void {
  if (event !== 'favorite_added' && event !== 'favorite_deleted') return;
  const { source, id } = payload as { source: string; id: string };
  args.bus.publish('directory.favoritesChanged', { source, id, on: event === 'favorite_added' });
}
