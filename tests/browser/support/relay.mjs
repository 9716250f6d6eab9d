// Bad networks on loopback: a UDP relay that loses packets and changes addresses, a TCP relay that is cut.
import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';

/** Carries datagrams between any number of clients and one server port. */
export class UdpRelay {
  static async to(port) {
    const relay = new UdpRelay(port);
    await relay.listen();
    return relay;
  }

  constructor(server) {
    Object.assign(this, { server, loss: 0, lost: 0, carried: 0, ways: new Map() });
  }

  async listen() {
    this.front = dgram.createSocket('udp4');
    this.front.on('message', (packet, { address, port }) => {
      if (this.drops()) return;
      this.way(address, port).send(packet, this.server, '127.0.0.1');
    });
    this.front.bind(0, '127.0.0.1');
    await once(this.front, 'listening');
    this.port = this.front.address().port;
  }

  way(address, port) {
    const key = `${address}:${port}`;
    let back = this.ways.get(key);
    if (!back) {
      back = dgram.createSocket('udp4');
      back.on('message', (packet) => {
        if (!this.drops()) this.front.send(packet, port, address);
      });
      back.on('error', () => {});
      this.ways.set(key, back);
    }
    return back;
  }

  drops() {
    const drop = Math.random() < this.loss;
    if (drop) this.lost += 1;
    else this.carried += 1;
    return drop;
  }

  /** From now on every client has another address, as after a change of network. */
  rebind() {
    for (const back of this.ways.values()) back.close();
    this.ways.clear();
  }

  close() {
    this.rebind();
    this.front.close();
  }
}

/** Carries TCP connections to the server until it is cut. */
export class TcpRelay {
  static async to(port) {
    const relay = new TcpRelay(port);
    relay.listener = net.createServer((client) => relay.carry(client));
    relay.listener.listen(0, '127.0.0.1');
    await once(relay.listener, 'listening');
    relay.port = relay.listener.address().port;
    relay.url = `http://127.0.0.1:${relay.port}`;
    return relay;
  }

  constructor(server) {
    Object.assign(this, { server, open: new Set(), cut: false });
  }

  carry(client) {
    if (this.cut) {
      client.destroy();
      return;
    }
    const server = net.connect(this.server, '127.0.0.1');
    for (const [from, to] of [[client, server], [server, client]]) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    this.open.add(client);
    client.on('close', () => this.open.delete(client));
  }

  /** Ends all connections and refuses new ones for so many milliseconds. */
  async interrupt(milliseconds) {
    this.cut = true;
    for (const client of this.open) client.destroy();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    this.cut = false;
  }

  close() {
    this.cut = true;
    for (const client of this.open) client.destroy();
    this.listener.close();
  }
}
