// How one's own video is sent: codec order, encodings and what gives way when bandwidth is short.

type Codec = RTCRtpCodec;

/** VP8 first: what the server decodes for recognition. The rest stays as offered. */
export function preferVp8(codecs: readonly Codec[]): Codec[] {
  const isVp8 = (codec: Codec) => codec.mimeType.toLowerCase() === 'video/vp8';
  return [...codecs.filter(isVp8), ...codecs.filter((codec) => !isVp8(codec))];
}

/** Three sizes at once (simulcast), from the lowest to the highest: the server gives everybody the one that fills their tile. */
export function videoEncodings(): RTCRtpEncodingParameters[] {
  const encodings = RIDS.map((rid) => ({ rid, maxFramerate: 30 }));
  shapeLayers(encodings, undefined, {});
  return encodings;
}

/**
 * Sets which layers are sent, and how large. A small camera has fewer: Chromium leaves out the highest
 * of three below 960x540, and of two below 480x270, so the whole picture has to be a lower one then.
 * The highest there is stands in for those above it; something is always sent.
 */
export function shapeLayers(
  encodings: RTCRtpEncodingParameters[],
  wanted: readonly string[] | undefined,
  camera: { width?: number; height?: number },
): void {
  // A browser that sends one size only sends all of it.
  if (encodings.length !== RIDS.length) return;
  const bitrates = bitratesOf(camera);
  encodings.forEach((encoding, index) => {
    encoding.active = index < bitrates.length && (wanted?.includes(encoding.rid ?? '') ?? true);
    encoding.scaleResolutionDownBy = 2 ** Math.max(0, bitrates.length - 1 - index);
    encoding.maxBitrate = bitrates[Math.min(index, bitrates.length - 1)];
  });
  const highest = encodings[bitrates.length - 1];
  if (highest && !encodings.some((encoding) => encoding.active)) highest.active = true;
}

/** For each layer that a camera has, in bits a second. */
function bitratesOf({ width = 1280, height = 720 }: { width?: number; height?: number }): readonly number[] {
  const pixels = width * height;
  if (pixels >= 960 * 540) return [150_000, 500_000, 1_700_000];
  return pixels >= 480 * 270 ? [200_000, 1_000_000] : [500_000];
}

/**
 * Lets a Chromium begin at 1 Mbit/s: from its own 300 kbit/s it stayed at 480x270 for the first 16 s
 * of a call on an idle line. Its estimate still gives way to a slower line; other browsers pass this over.
 */
export function startFast(answer: string): string {
  return answer.replace(/^a=rtpmap:(\d+) VP8\/90000\r\n/m, '$&a=fmtp:$1 x-google-start-bitrate=1000\r\n');
}

/**
 * Sends the layers that are wanted, all of them without a word. Signing needs frames before pixels
 * (EN 301 549, 6.5: at least 20 a second).
 */
export async function shapeVideo(sender: RTCRtpSender, wanted: readonly string[] | undefined): Promise<void> {
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  parameters.degradationPreference = 'maintain-framerate';
  shapeLayers(parameters.encodings, wanted, sender.track?.getSettings() ?? {});
  // A browser without these settings still has the track's `motion` hint, and sends everything.
  await sender.setParameters(parameters).catch(() => undefined);
}

/** The server knows the layers by these names and this order. */
const RIDS = ['q', 'h', 'f'];
