// The connection that carries one's own camera and microphone to the server; the browser offers.

import type { MediaKind } from '../wire.ts';
import { preferVp8, shapeVideo, startFast, videoEncodings } from './codecs.ts';

export class Publisher {
  readonly connection: RTCPeerConnection;
  #audio: RTCRtpTransceiver;
  #video: RTCRtpTransceiver;
  /** The layers that somebody sees; all, as long as the server said nothing. */
  #layers: readonly string[] | undefined;
  /** Settings are changed one after the other: a browser refuses those that overlap. */
  #last: Promise<void> = Promise.resolve();

  /** Both lines are there from the start: a camera that comes later needs no negotiation. */
  constructor(connection: RTCPeerConnection) {
    this.connection = connection;
    this.#audio = connection.addTransceiver('audio', { direction: 'sendonly' });
    this.#video = connection.addTransceiver('video', { direction: 'sendonly', sendEncodings: videoEncodings() });
    const codecs = RTCRtpSender.getCapabilities('video')?.codecs;
    if (codecs) this.#video.setCodecPreferences(preferVp8(codecs));
  }

  async send(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
    await (kind === 'audio' ? this.#audio : this.#video).sender.replaceTrack(track);
    // Another camera may be of another size.
    if (kind === 'video') await this.#shape();
  }

  /** Sends these layers of the camera from now on. */
  async sendLayers(layers: readonly string[]): Promise<void> {
    this.#layers = layers;
    await this.#shape();
  }

  /** The server needs none of our candidates: it answers where our checks come from. */
  async offer(iceRestart = false): Promise<string> {
    const offer = await this.connection.createOffer({ iceRestart });
    await this.connection.setLocalDescription(offer);
    return offer.sdp ?? '';
  }

  async accept(answer: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: 'answer', sdp: startFast(answer) });
    await this.#shape();
  }

  #shape(): Promise<void> {
    this.#last = this.#last.then(async () => {
      // Until then there is nothing to set.
      if (this.connection.remoteDescription) await shapeVideo(this.#video.sender, this.#layers);
    });
    return this.#last;
  }
}
