// How one's own video is sent: codec order, encodings and what gives way when bandwidth is short.

type Codec = RTCRtpCodec;

/** VP8 first: what the server decodes for recognition. The rest stays as offered. */
export function preferVp8(codecs: readonly Codec[]): Codec[] {
  const isVp8 = (codec: Codec) => codec.mimeType.toLowerCase() === 'video/vp8';
  return [...codecs.filter(isVp8), ...codecs.filter((codec) => !isVp8(codec))];
}

/** One layer now; more entries (with `rid` and `scaleResolutionDownBy`) make it simulcast. */
export function videoEncodings(): RTCRtpEncodingParameters[] {
  return [{ active: true, maxBitrate: 1_700_000, maxFramerate: 30 }];
}

/**
 * Lets a Chromium begin at 1 Mbit/s: from its own 300 kbit/s it stayed at 480x270 for the first 16 s
 * of a call on an idle line. Its estimate still gives way to a slower line; other browsers pass this over.
 */
export function startFast(answer: string): string {
  return answer.replace(/^a=rtpmap:(\d+) VP8\/90000\r\n/m, '$&a=fmtp:$1 x-google-start-bitrate=1000\r\n');
}

/** Signing needs frames before pixels (EN 301 549, 6.5: at least 20 a second). */
export async function keepFrameRate(sender: RTCRtpSender): Promise<void> {
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  parameters.degradationPreference = 'maintain-framerate';
  // A browser without this setting still has the track's `motion` hint.
  await sender.setParameters(parameters).catch(() => undefined);
}
