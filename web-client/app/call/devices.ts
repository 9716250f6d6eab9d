// Asks the browser for cameras and microphones, and names what stands in the way.

import type { MediaKind } from '../wire.ts';

/** Why there is no picture or sound from here. */
export type Obstacle = 'busy' | 'denied' | 'failed' | 'insecure' | 'lost' | 'missing';

/** Signing needs a steady 30 frames a second more than it needs pixels. */
export function constraints(kind: MediaKind, deviceId?: string): MediaTrackConstraints {
  const chosen: MediaTrackConstraints = deviceId ? { deviceId: { ideal: deviceId } } : {};
  if (kind === 'audio') return { ...chosen, autoGainControl: true, echoCancellation: true, noiseSuppression: true };
  return {
    ...chosen,
    frameRate: { ideal: 30 },
    // No minimum: a small camera is better than none.
    width: { ideal: 1280 },
    height: { ideal: 720 },
  };
}

/** Browsers give out devices only on https:// and on this very machine. */
export function devicesAllowed(): boolean {
  return window.isSecureContext && navigator.mediaDevices !== undefined;
}

export async function openTrack(kind: MediaKind, deviceId?: string): Promise<MediaStreamTrack> {
  const wanted = constraints(kind, deviceId);
  const stream = await navigator.mediaDevices.getUserMedia({ [kind]: wanted });
  const [track] = stream.getTracks();
  if (!track) throw new DOMException('No track', 'NotFoundError');
  if (kind === 'video') track.contentHint = 'motion';
  return track;
}

export function obstacle(error: unknown): Obstacle {
  const name = error instanceof Error ? error.name : '';
  return OBSTACLES[name] ?? 'failed';
}

export async function listDevices(kind: MediaKind): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((device) => device.kind === `${kind}input` && device.deviceId !== '');
}

/** Names of DOMException (Media Capture and Streams, 10.2). */
const OBSTACLES: Record<string, Obstacle> = {
  AbortError: 'busy',
  NotAllowedError: 'denied',
  NotFoundError: 'missing',
  NotReadableError: 'busy',
  OverconstrainedError: 'missing',
  SecurityError: 'insecure',
};
