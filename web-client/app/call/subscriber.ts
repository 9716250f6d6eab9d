// The connection that brings the others' media; the server offers a fixed set of slots.

export class Subscriber {
  readonly connection: RTCPeerConnection;
  /** Each slot's track, by `mid`. Who is in it is told by `slots` messages. */
  readonly tracks = new Map<string, MediaStreamTrack>();

  constructor(connection: RTCPeerConnection) {
    this.connection = connection;
  }

  async answer(offer: string): Promise<string> {
    await this.connection.setRemoteDescription({ type: 'offer', sdp: offer });
    for (const transceiver of this.connection.getTransceivers()) {
      if (transceiver.mid !== null) this.tracks.set(transceiver.mid, transceiver.receiver.track);
    }
    const answer = await this.connection.createAnswer();
    await this.connection.setLocalDescription(answer);
    return answer.sdp ?? '';
  }
}
