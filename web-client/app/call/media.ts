// Both media connections of one participant, from the first offer to the last restart.

import type { Joined, MediaKind, MediaState } from '../wire.ts';
import { closeConnections, openConnections, type Connections } from './connections.ts';
import type { Publisher } from './publisher.ts';
import { Recovery, type Health } from './recovery.ts';
import type { Signal } from './signal.ts';
import type { Subscriber } from './subscriber.ts';

export interface MediaListener {
  health(health: Health): void;
  /** The slots' tracks are there (again): show them. */
  tracks(): void;
}

export class Media {
  #request: Signal['request'];
  #listener: MediaListener;
  #current: Watched | undefined;
  /** For the first join. */
  #ready: Connections | undefined;

  constructor(request: Signal['request'], listener: MediaListener, ready?: Connections) {
    this.#request = request;
    this.#listener = listener;
    this.#ready = ready;
  }

  get tracks(): ReadonlyMap<string, MediaStreamTrack> {
    return this.#current?.subscriber.tracks ?? new Map();
  }

  get subscribed(): RTCPeerConnection | undefined {
    return this.#current?.subscriber.connection;
  }

  /** Where the server wants media sent, for people who look for a firewall. */
  get serverSdp(): string | undefined {
    return this.#current?.publisher.connection.remoteDescription?.sdp;
  }

  /** Drops the connections of before, takes new ones and returns the offer to join with. */
  async begin(audio: MediaStreamTrack | null, video: MediaStreamTrack | null): Promise<string> {
    const connections = this.#ready ?? openConnections();
    this.#ready = undefined;
    this.stop();
    this.#current = { ...connections, watches: [] };
    const { publisher, offer } = connections;
    await Promise.all([publisher.send('audio', audio), publisher.send('video', video)]);
    return offer;
  }

  /** Takes the server's side of both connections. */
  async accept(room: Joined): Promise<void> {
    const current = this.#current;
    if (!current || !room.publish_answer || !room.subscribe_offer) return;
    const { publisher, subscriber } = current;
    current.watches = [
      new Recovery(
        publisher.connection,
        () => this.#restartPublisher(publisher),
        () => this.#reportHealth(),
      ),
      new Recovery(
        subscriber.connection,
        () => this.#restartSubscriber(subscriber),
        () => this.#reportHealth(),
      ),
    ];
    // One comes to see the others, so that goes first: an encoder that starts takes all it can get.
    const sdp = await subscriber.answer(room.subscribe_offer);
    this.#listener.tracks();
    await Promise.all([this.#request({ type: 'subscribe_answer', sdp }), publisher.accept(room.publish_answer)]);
  }

  async send(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
    await this.#current?.publisher.send(kind, track);
  }

  /** The server says which sizes of our picture somebody sees. */
  async sendLayers(layers: readonly string[]): Promise<void> {
    await this.#current?.publisher.sendLayers(layers);
  }

  /** Takes more slots than there were. */
  async grow(offer: string): Promise<void> {
    if (this.#current) await this.#answer(this.#current.subscriber, offer);
  }

  /** The server's own view: it hears nothing any more where we may not have noticed yet. */
  serverSees(publish: MediaState, subscribe: MediaState): void {
    const [publishing, subscribing] = this.#current?.watches ?? [];
    if (publish === 'lost') publishing?.restartNow();
    if (subscribe === 'lost') subscribing?.restartNow();
  }

  /** The network changed: look for a new way at once. */
  restart(): void {
    for (const watch of this.#current?.watches ?? []) watch.restartNow();
  }

  /** After a drop of signalling: a restart that was refused meanwhile is due now. */
  resume(): void {
    for (const watch of this.#current?.watches ?? []) if (watch.health !== 'connected') watch.restartNow();
  }

  stop(): void {
    for (const watch of this.#current?.watches ?? []) watch.stop();
    for (const connections of [this.#current, this.#ready]) if (connections) closeConnections(connections);
    this.#current = this.#ready = undefined;
  }

  async #restartPublisher(publisher: Publisher): Promise<void> {
    const sdp = await publisher.offer(true);
    const answer = await this.#request({ type: 'publish_offer', sdp });
    await publisher.accept(answer.sdp);
  }

  async #restartSubscriber(subscriber: Subscriber): Promise<void> {
    const offer = await this.#request({ type: 'restart_subscribe' });
    await this.#answer(subscriber, offer.sdp);
  }

  async #answer(subscriber: Subscriber, offer: string): Promise<void> {
    const sdp = await subscriber.answer(offer);
    this.#listener.tracks();
    await this.#request({ type: 'subscribe_answer', sdp });
  }

  /** The worse of the two: a call with half its media is not well. */
  #reportHealth(): void {
    const healths = this.#current?.watches.map((watch) => watch.health) ?? [];
    const worst = WORST_FIRST.find((health) => healths.includes(health));
    if (worst) this.#listener.health(worst);
  }
}

interface Watched extends Connections {
  watches: Recovery[];
}

const WORST_FIRST: readonly Health[] = ['blocked', 'recovering', 'connecting', 'connected'];
