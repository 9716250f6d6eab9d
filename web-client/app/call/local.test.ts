// @vitest-environment happy-dom

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalDevice } from './local.svelte.ts';

class Track extends EventTarget {
  enabled = true;
  stopped = false;
  contentHint = '';

  stop(): void {
    this.stopped = true;
  }

  getSettings() {
    return { deviceId: 'cam' };
  }
}

describe("one's own device", () => {
  let tracks: Track[];
  let open: ReturnType<typeof vi.fn<() => Promise<{ getTracks(): Track[] }>>>;

  beforeEach(() => {
    tracks = [];
    open = vi.fn(async () => {
      const track = new Track();
      tracks.push(track);
      return { getTracks: () => [track] };
    });
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('navigator', {
      mediaDevices: {
        getUserMedia: open,
        enumerateDevices: async () => [{ kind: 'videoinput', deviceId: 'cam', label: 'Camera' }],
      },
    });
    return () => vi.unstubAllGlobals();
  });

  it('tells what it sends, with the hint that motion matters', async () => {
    const camera = new LocalDevice('video');
    const changed = vi.fn();
    camera.onchange = changed;
    await camera.turn(true);
    expect(camera.track).toBe(tracks[0]);
    expect(tracks[0]?.contentHint).toBe('motion');
    expect(camera.choices).toHaveLength(1);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('lets go of a camera that is turned off, and keeps a muted microphone', async () => {
    const camera = new LocalDevice('video');
    await camera.turn(true);
    await camera.turn(false);
    expect(tracks[0]?.stopped).toBe(true);
    expect(camera.track).toBeNull();
    const microphone = new LocalDevice('audio');
    await microphone.turn(true);
    await microphone.turn(false);
    expect(tracks[1]?.enabled).toBe(false);
    await microphone.turn(true);
    expect(tracks[1]?.enabled).toBe(true);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('drops a camera that opens after it was turned off again', async () => {
    const camera = new LocalDevice('video');
    const opening = camera.turn(true);
    await camera.turn(false);
    await opening;
    expect(tracks[0]?.stopped).toBe(true);
    expect([camera.on, camera.track, camera.busy]).toEqual([false, null, false]);
  });

  it('says why there is none', async () => {
    open.mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
    const camera = new LocalDevice('video');
    await camera.turn(true);
    expect([camera.on, camera.obstacle]).toEqual([false, 'denied']);
    vi.stubGlobal('isSecureContext', false);
    await camera.turn(true);
    expect(camera.obstacle).toBe('insecure');
  });

  it('notices when it is unplugged', async () => {
    const camera = new LocalDevice('video');
    await camera.turn(true);
    tracks[0]?.dispatchEvent(new Event('ended'));
    expect([camera.on, camera.obstacle, camera.track]).toEqual([false, 'lost', null]);
  });
});
