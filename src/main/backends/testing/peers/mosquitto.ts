import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Peer, PEER_IP, startPeer } from './network.ts';

export const MOSQUITTO = '/usr/sbin/mosquitto';
export const MOSQUITTO_CLIENT = '/usr/bin/mosquitto_pub';
const PLAIN_PORT = 1883;
const TLS_PORT = 8883;
const WEBSOCKET_PORT = 9001;

/** A mosquitto broker on the peers' side, plain, over TLS and over WebSocket. */
export class Mosquitto {
  #broker: Peer | undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'mosquitto-'));

  readonly url = `mqtt://${PEER_IP}:${PLAIN_PORT}`;
  readonly tlsUrl = `mqtts://${PEER_IP}:${TLS_PORT}`;
  readonly webSocketUrl = `ws://${PEER_IP}:${WEBSOCKET_PORT}`;
  /** Certificate of the authority, to check the broker with. */
  readonly ca = join(this.#folder, 'cert.pem');

  constructor() {
    const key = join(this.#folder, 'key.pem');
    const subject = ['-subj', '/CN=test', '-addext', `subjectAltName=IP:${PEER_IP}`];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject];
    const { status, stderr } = spawnSync('openssl', [...made, '-keyout', key, '-out', this.ca], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    const listeners = [
      `listener ${PLAIN_PORT} ${PEER_IP}`,
      ...[`listener ${TLS_PORT} ${PEER_IP}`, `certfile ${this.ca}`, `keyfile ${key}`],
      ...[`listener ${WEBSOCKET_PORT} ${PEER_IP}`, 'protocol websockets'],
    ];
    const common = ['user root', 'allow_anonymous true', 'persistence false', 'set_tcp_nodelay true'];
    writeFileSync(join(this.#folder, 'broker.conf'), `${[...common, ...listeners].join('\n')}\n`);
  }

  async start(): Promise<void> {
    this.#broker = startPeer([MOSQUITTO, '-c', join(this.#folder, 'broker.conf')]);
    const end = Date.now() + 10_000;
    while (!(await answers(PEER_IP, PLAIN_PORT))) {
      if (Date.now() > end) throw new Error(`mosquitto does not start: ${this.#broker.output}`);
      await new Promise(done => setTimeout(done, 50));
    }
  }

  async kill(): Promise<void> {
    await this.#broker?.stop('SIGKILL');
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A client that prints `topic payload` of all messages, the payload as hex. */
  watch(topic: string, version: string): Peer {
    const format = ['-F', '%t %r %x'];
    return startPeer(['mosquitto_sub', '-h', PEER_IP, '-t', topic, '-V', version, ...format]);
  }

  /** Publish with mosquitto's own client. */
  publish(topic: string, text: string, version: string, ...flags: readonly string[]): Peer {
    return startPeer(['mosquitto_pub', '-h', PEER_IP, '-t', topic, '-m', text, '-V', version, ...flags]);
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise(done => {
    const socket = connect(port, host, () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });
}
