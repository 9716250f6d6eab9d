// The connection that brings the others' media; the server offers slots, and more when it gets full.

export class Subscriber {
  readonly connection: RTCPeerConnection;
  /** Each slot's track, by `mid`. Who is in it is told by `slots` messages. */
  readonly tracks = new Map<string, MediaStreamTrack>();

  /** Offers are answered one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(connection: RTCPeerConnection) {
    this.connection = connection;
  }

  answer(offer: string): Promise<string> {
    const answer = this.#last.catch(() => undefined).then(() => this.#answer(offer));
    this.#last = answer;
    return answer;
  }

  async #answer(offer: string): Promise<string> {
    await this.connection.setRemoteDescription({ type: 'offer', sdp: offer });
    for (const transceiver of this.connection.getTransceivers()) {
      if (transceiver.mid !== null) this.tracks.set(transceiver.mid, transceiver.receiver.track);
    }
    const answer = await this.connection.createAnswer();
    await this.connection.setLocalDescription(answer);
    return answer.sdp ?? '';
  }
}
