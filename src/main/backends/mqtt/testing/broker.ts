import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import {
  generate,
  parser,
  type IConnectPacket,
  type IPublishPacket,
  type Packet,
  type QoS,
} from 'mqtt-packet';

interface Session {
  readonly socket: Socket;
  readonly connect: IConnectPacket;
  readonly topics: Map<string, QoS>;
  clean: boolean;
}

export interface BrokerOptions {
  readonly port?: number;
  /** Refuse version 5, as an old broker does. */
  readonly old?: boolean;
  readonly receiveMaximum?: number;
  readonly password?: string;
}

/** A broker that is just good enough for tests: QoS 0 to 2, retained messages, last will, exact topics and `#`. */
export class TestBroker {
  readonly connects: IConnectPacket[] = [];
  readonly published: { topic: string; text: string; retain: boolean; qos: number }[] = [];
  readonly #retained = new Map<string, IPublishPacket>();
  readonly #sessions = new Set<Session>();
  /** Most messages of QoS 1 or 2 that one client had under way. */
  mostUnderWay = 0;

  private constructor(
    private readonly server: Server,
    private readonly options: BrokerOptions,
  ) {
    server.on('connection', socket => this.#welcome(socket));
  }

  static async start(options: BrokerOptions = {}): Promise<TestBroker> {
    const server = createServer();
    server.listen(options.port ?? 0, '127.0.0.1');
    await once(server, 'listening');
    return new TestBroker(server, options);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Die without a goodbye. */
  async kill(): Promise<void> {
    const closed = new Promise(done => this.server.close(done));
    for (const { socket } of this.#sessions) socket.resetAndDestroy();
    await closed;
  }

  /** Break the connection of one client. */
  drop(clientId: string): void {
    for (const { connect, socket } of this.#sessions)
      if (connect.clientId === clientId) socket.resetAndDestroy();
  }

  /** Someone listens to this topic. */
  hears(topic: string): boolean {
    return [...this.#sessions].some(session => session.topics.has(topic));
  }

  publish(topic: string, text: string, retain = false): void {
    this.#route({ cmd: 'publish', topic, payload: Buffer.from(text), qos: 0, retain, dup: false });
  }

  #welcome(socket: Socket): void {
    let session: Session | undefined;
    let underWay = 0;
    const read = parser({});
    socket.on('data', chunk => void read.parse(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (!session) return;
      this.#sessions.delete(session);
      const { will } = session.connect;
      if (will && !session.clean) this.publish(will.topic, String(will.payload), will.retain);
    });
    read.on('error', () => socket.destroy());
    read.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') session = this.#connect(socket, packet);
      else if (!session) socket.destroy();
      else {
        if (packet.cmd === 'publish' && packet.qos > 0) {
          this.mostUnderWay = Math.max(this.mostUnderWay, ++underWay);
          setImmediate(() => underWay--);
        }
        this.#packet(session, packet);
      }
    });
  }

  #connect(socket: Socket, connect: IConnectPacket): Session | undefined {
    this.connects.push(connect);
    const version = connect.protocolVersion ?? 4;
    const answer = (code: number) => {
      const properties = this.options.receiveMaximum ? { receiveMaximum: this.options.receiveMaximum } : {};
      const reply: Packet = {
        cmd: 'connack',
        sessionPresent: false,
        reasonCode: code,
        returnCode: code,
        properties,
      };
      socket.write(generate(reply, { protocolVersion: this.options.old ? 4 : version }));
    };
    const { password } = this.options;
    const refusal =
      this.options.old && version === 5 ? 1 : password && String(connect.password) !== password ? 5 : 0;
    answer(refusal === 5 && version === 5 ? 135 : refusal);
    if (refusal) {
      socket.end();
      return undefined;
    }
    const session: Session = { socket, connect, topics: new Map(), clean: false };
    this.#sessions.add(session);
    return session;
  }

  #packet(session: Session, packet: Packet): void {
    if (packet.cmd === 'publish') return this.#published(session, packet);
    if (packet.cmd === 'subscribe') {
      for (const { topic, qos } of packet.subscriptions) session.topics.set(topic, qos);
      this.#write(session, {
        cmd: 'suback',
        messageId: packet.messageId ?? 0,
        granted: packet.subscriptions.map(s => s.qos),
      });
      for (const kept of this.#retained.values()) this.#give(session, { ...kept, retain: true });
    } else if (packet.cmd === 'unsubscribe') {
      for (const topic of packet.unsubscriptions) session.topics.delete(topic);
      this.#write(session, { cmd: 'unsuback', messageId: packet.messageId ?? 0, granted: [] });
    } else if (packet.cmd === 'pingreq') this.#write(session, { cmd: 'pingresp' });
    else if (packet.cmd === 'pubrel')
      this.#write(session, { cmd: 'pubcomp', messageId: packet.messageId ?? 0 });
    else if (packet.cmd === 'disconnect') session.clean = true;
  }

  #published(session: Session, packet: IPublishPacket): void {
    const { topic, retain, qos } = packet;
    this.published.push({ topic, text: String(packet.payload), retain, qos });
    const messageId = packet.messageId ?? 0;
    if (qos === 1) this.#write(session, { cmd: 'puback', messageId });
    if (qos === 2) this.#write(session, { cmd: 'pubrec', messageId });
    this.#route(packet);
  }

  #route(packet: IPublishPacket): void {
    if (packet.retain) this.#retained.set(packet.topic, packet);
    for (const session of this.#sessions) this.#give(session, { ...packet, retain: false });
  }

  #give(session: Session, packet: IPublishPacket): void {
    const { messageId: _theirs, ...rest } = packet;
    if (session.topics.has(packet.topic) || session.topics.has('#'))
      this.#write(session, { ...rest, qos: 0 });
  }

  #write(session: Session, packet: Packet): void {
    session.socket.write(generate(packet, { protocolVersion: session.connect.protocolVersion ?? 4 }));
  }
}
