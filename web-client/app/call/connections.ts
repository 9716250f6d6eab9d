// A participant's two connections, before they lead anywhere.

import { Publisher } from './publisher.ts';
import { Subscriber } from './subscriber.ts';

export interface Connections {
  publisher: Publisher;
  subscriber: Subscriber;
  /** What the publisher offers: the same whatever devices there are. */
  offer: Promise<string>;
}

/**
 * Opens both; they are used by one call, or closed. Whoever will want them soon opens them early: what takes a
 * browser its time (threads, certificates, ports, the offer) is done by then, and nothing has left it.
 */
export function openConnections(): Connections {
  const publisher = new Publisher(new RTCPeerConnection(CONFIGURATION));
  const subscriber = new Subscriber(new RTCPeerConnection(CONFIGURATION));
  const offer = publisher.offer();
  // Who joins hears what is wrong with it; who does not, need not.
  offer.catch(() => undefined);
  return { publisher, subscriber, offer };
}

export function closeConnections({ publisher, subscriber }: Connections): void {
  publisher.connection.close();
  subscriber.connection.close();
}

/** No STUN or TURN server: the server itself is the peer, and nothing else is ever asked. */
const CONFIGURATION: RTCConfiguration = { bundlePolicy: 'max-bundle', iceServers: [] };
