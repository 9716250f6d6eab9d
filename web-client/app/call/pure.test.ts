import { describe, expect, it } from 'vitest';
import { preferVp8, shapeLayers, startFast, videoEncodings } from './codecs.ts';
import { constraints, obstacle } from './devices.ts';
import { loudness } from './level.ts';
import { explain } from './path.ts';
import { participantAt, tracksByParticipant } from './slots.ts';
import { receptions } from './stats.ts';

describe('the slot table', () => {
  const slots = [
    { mid: '0', kind: 'audio', participant: 'ana' },
    { mid: '1', kind: 'video', participant: 'ana' },
    { mid: '2', kind: 'video', participant: null },
    { mid: '9', kind: 'video', participant: 'ben' },
  ] as const;

  it('says whose tracks are which, and leaves out free slots and unknown ones', () => {
    const tracks = new Map([
      ['0', 'sound'],
      ['1', 'picture'],
      ['2', 'free'],
    ]);
    expect(tracksByParticipant(slots, tracks)).toEqual(new Map([['ana', ['sound', 'picture']]]));
    expect(participantAt(slots, '1')).toBe('ana');
    expect(participantAt(slots, '2')).toBeUndefined();
  });
});

describe('sending video', () => {
  it('prefers VP8 and keeps the others', () => {
    const codecs = ['video/H264', 'video/rtx', 'video/VP8'].map((mimeType) => ({ mimeType, clockRate: 90_000 }));
    expect(preferVp8(codecs).map((codec) => codec.mimeType)).toEqual(['video/VP8', 'video/H264', 'video/rtx']);
  });

  it('starts fast, and leaves the rest of the answer as it was', () => {
    const answer = 'm=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\n';
    expect(startFast(answer).split('\r\n')).toEqual([
      'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
      'a=rtpmap:96 VP8/90000',
      'a=fmtp:96 x-google-start-bitrate=1000',
      'a=rtpmap:97 rtx/90000',
      '',
    ]);
    expect(startFast('m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n')).not.toContain('x-google');
  });

  it('asks for 30 frames a second of the camera and of the encoder', () => {
    expect(constraints('video').frameRate).toEqual({ ideal: 30 });
    expect(constraints('video', 'cam').deviceId).toEqual({ ideal: 'cam' });
    expect(videoEncodings().every((encoding) => encoding.maxFramerate === 30)).toBe(true);
  });

  it('sends a quarter, half and all of the picture until the server says what is seen', () => {
    const encodings = videoEncodings();
    const sent = () => encodings.filter(({ active }) => active).map(({ rid }) => rid);
    expect(encodings.map((encoding) => encoding.scaleResolutionDownBy)).toEqual([4, 2, 1]);
    expect(sent()).toEqual(['q', 'h', 'f']);
    shapeLayers(encodings, ['q', 'f'], { width: 1280, height: 720 });
    expect(sent()).toEqual(['q', 'f']);
  });

  it('has all of a small camera in a lower layer, which stands in for those above', () => {
    const encodings = videoEncodings();
    const shaped = (wanted: string[] | undefined, width: number, height: number) => {
      shapeLayers(encodings, wanted, { width, height });
      return encodings.filter(({ active }) => active).map((it) => `${it.rid}/${it.scaleResolutionDownBy}`);
    };
    expect(shaped(undefined, 640, 480)).toEqual(['q/2', 'h/1']);
    expect(shaped(['f'], 640, 480)).toEqual(['h/1']);
    expect(shaped(['h', 'f'], 640, 480)).toEqual(['h/1']);
    expect(shaped(['f'], 320, 240)).toEqual(['q/1']);
    expect(shaped(['f'], 960, 540)).toEqual(['f/1']);
  });

  it('leaves the one size of a browser without simulcast alone', () => {
    const single: RTCRtpEncodingParameters[] = [{ active: true }];
    shapeLayers(single, ['q'], { width: 1280, height: 720 });
    expect(single).toEqual([{ active: true }]);
  });

  it('names what stands in the way', () => {
    expect(obstacle(new DOMException('', 'NotAllowedError'))).toBe('denied');
    expect(obstacle(new DOMException('', 'NotReadableError'))).toBe('busy');
    expect(obstacle('?')).toBe('failed');
  });
});

describe('the reason why media cannot connect', () => {
  const sdp = (address: string) =>
    `v=0\r\na=candidate:1 1 udp 2130706431 ${address} 8900 typ host\r\na=candidate:1 1 UDP 2130706431 ${address} 8900 typ host\r\n`;

  it('names the address and port that do not answer', () => {
    expect(explain(sdp('203.0.113.5'), 'call.example')).toEqual({
      addresses: ['203.0.113.5:8900'],
      cause: 'unanswered',
    });
    expect(explain(sdp('2001:db8::1'), 'call.example').addresses).toEqual(['[2001:db8::1]:8900']);
  });

  it('sees a server that announces only its own loopback', () => {
    expect(explain(sdp('127.0.0.1'), '192.168.1.7').cause).toBe('loopback');
    expect(explain(sdp('127.0.0.1'), 'localhost').cause).toBe('unanswered');
  });

  it('does not guess', () => {
    expect(explain(undefined, 'localhost').cause).toBe('unknown');
    expect(explain('a=candidate:nonsense', 'localhost').cause).toBe('unknown');
  });
});

describe('statistics', () => {
  it('are read by mid: frames of video, loudness of audio', () => {
    const report = [
      { type: 'inbound-rtp', kind: 'video', mid: '1', framesPerSecond: 29, frameWidth: 640, frameHeight: 480 },
      { type: 'inbound-rtp', kind: 'audio', mid: '0', audioLevel: 0.5 },
      { type: 'candidate-pair' },
    ];
    expect(receptions(report)).toEqual(
      new Map([
        ['1', { framesPerSecond: 29, width: 640, height: 480 }],
        ['0', { loudness: 0.5 }],
      ]),
    );
  });

  it('measure loudness between silence and full scale', () => {
    expect(loudness([0, 0, 0, 0])).toBe(0);
    expect(loudness([1, -1, 1, -1])).toBeCloseTo(1);
    expect(loudness([0.1, -0.1])).toBeCloseTo(2 / 3, 2);
  });
});
