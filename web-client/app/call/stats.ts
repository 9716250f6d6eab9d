// Reads what arrives from a connection's statistics: frames a second and loudness, by `mid`.

/** How one person is received; absent is not known. */
export interface Reception {
  framesPerSecond?: number;
  width?: number;
  height?: number;
  /** 0 to 1. */
  loudness?: number;
}

/** The members of `RTCInboundRtpStreamStats` that we read. */
interface Inbound {
  type: string;
  kind?: string;
  mid?: string;
  framesPerSecond?: number;
  frameWidth?: number;
  frameHeight?: number;
  audioLevel?: number;
}

export function receptions(report: Iterable<Inbound>): Map<string, Reception> {
  const byMid = new Map<string, Reception>();
  for (const entry of report) {
    if (entry.type !== 'inbound-rtp' || entry.mid === undefined) continue;
    if (entry.kind === 'video') {
      byMid.set(entry.mid, {
        framesPerSecond: entry.framesPerSecond ?? 0,
        width: entry.frameWidth,
        height: entry.frameHeight,
      });
    } else {
      byMid.set(entry.mid, { loudness: entry.audioLevel ?? 0 });
    }
  }
  return byMid;
}

/** Below this, signing becomes hard to read (EN 301 549, 6.5). */
export const READABLE_FPS = 20;
