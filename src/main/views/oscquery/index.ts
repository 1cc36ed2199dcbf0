import { formatEndpoint } from '../../../shared/net/endpoint.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import type { ViewArgs, ViewPlugin } from '../../../shared/plugin/service.ts';
import { Access, plainAddress } from './access.ts';
import { type Announce, announceByMdns } from './announce.ts';
import { type OscQueryConfig, OSCQUERY_OPTIONS, readConfig, usualName } from './config.ts';
import { reportDropped } from './dropped.ts';
import { Listeners } from './listeners.ts';
import { OscInput } from './osc-input.ts';
import { openOscPort } from './osc-port.ts';
import { PatchTree } from './patch-tree.ts';
import { Queries } from './queries.ts';
import { startServer } from './server.ts';

type Stop = Dispose | (() => Promise<void>);

/** The patch as an OSCQuery server: namespace and values over HTTP, changes over WebSockets, writes as OSC. */
export function createOscQueryView(
  onListen: (address: string) => void = () => undefined,
  announce: Announce = announceByMdns,
): ViewPlugin {
  const stops: Stop[] = [];
  return {
    manifest: {
      ...{ kind: 'view', name: 'oscquery', title: 'OSCQuery', listens: true, requires: ['devices'] },
      options: OSCQUERY_OPTIONS,
    },
    async load(args) {
      try {
        onListen(await open(args, readConfig(args.config), announce, stops));
      } catch (thrown) {
        await stopAll(stops);
        throw thrown;
      }
    },
    unload: () => stopAll(stops),
  };
}

/** Returns the address of the queries; what must be stopped is put into `stops`. */
async function open(
  { services, bus, clock, log }: ViewArgs,
  config: OscQueryConfig,
  announce: Announce,
  stops: Stop[],
): Promise<string> {
  const { host } = config;
  const access = new Access(config);
  const tree: PatchTree = new PatchTree({
    ...{ clock, bus, services },
    onChange: news => listeners.treeChanged(news),
  });
  const input = new OscInput({
    get namespace() {
      return tree.namespace;
    },
    write: values => tree.write(values),
  });
  const listeners: Listeners = new Listeners({ clock, tree, input });
  stops.push(
    () => tree.close(),
    () => listeners.close(),
    reportDropped(clock, log, input.counters),
  );
  await tree.load();
  const facts = { name: '', port: 0, oscPort: undefined as number | undefined };
  const server = await startServer(
    { access, listeners, queries: new Queries(tree, facts) },
    host,
    config.port,
  );
  stops.push(() => server.close());
  facts.port = server.port;
  facts.name = config.name ?? usualName(server.port);
  const osc = await openOscPort({
    ...{ config, address: server.address, port: server.port, log },
    onPacket: (bytes, from) => {
      if (access.allowsDatagram(from)) listeners.datagram(bytes, plainAddress(from));
      else input.counters.refused++;
    },
  });
  if (osc) stops.push(() => osc.close());
  facts.oscPort = osc?.port;
  // Others are not sent to a port that takes nothing from them.
  const announced = { ...facts, address: server.address, ...(config.open ? {} : { oscPort: undefined }) };
  if (config.announce) stops.push(await announce(announced, log));
  const address = `http://${formatEndpoint(host, server.port)}`;
  log.info(`OSCQuery at ${address}${osc ? `, OSC over UDP on port ${osc.port}` : ''}`);
  return address;
}

async function stopAll(stops: Stop[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}
