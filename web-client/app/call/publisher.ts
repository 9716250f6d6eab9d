// The connection that carries one's own camera and microphone to the server; the browser offers.

import type { MediaKind } from '../wire.ts';
import { keepFrameRate, preferVp8, startFast, videoEncodings } from './codecs.ts';

export class Publisher {
  readonly connection: RTCPeerConnection;
  #audio: RTCRtpTransceiver;
  #video: RTCRtpTransceiver;

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
  }

  /** The server needs none of our candidates: it answers where our checks come from. */
  async offer(iceRestart = false): Promise<string> {
    const offer = await this.connection.createOffer({ iceRestart });
    await this.connection.setLocalDescription(offer);
    return offer.sdp ?? '';
  }

  async accept(answer: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: 'answer', sdp: startFast(answer) });
    await keepFrameRate(this.#video.sender);
  }
}
