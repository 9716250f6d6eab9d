// One's own camera and microphone, shared by the lobby's check and the call.

import type { MediaKind } from '../wire.ts';
import { devicesAllowed, listDevices, obstacle, openTrack, type Obstacle } from './devices.ts';

export class LocalMedia {
  microphone = new LocalDevice('audio');
  camera = new LocalDevice('video');

  /** Asks for both; either may fail without the other. */
  async start(): Promise<void> {
    await Promise.all([this.camera.turn(true), this.microphone.turn(true)]);
  }

  stop(): void {
    this.microphone.stop();
    this.camera.stop();
  }
}

export class LocalDevice {
  readonly kind: MediaKind;
  /** What is sent: absent while off or out of reach. */
  track: MediaStreamTrack | null = $state.raw(null);
  on = $state(false);
  busy = $state(false);
  obstacle: Obstacle | undefined = $state();
  choices: MediaDeviceInfo[] = $state.raw([]);
  chosen: string | undefined = $state();
  /** Told whenever `track` or `on` changed. */
  onchange: (() => void) | undefined;
  /** Ordinal of the latest wish; an older one that finishes late is dropped. */
  #wish = 0;

  constructor(kind: MediaKind) {
    this.kind = kind;
  }

  async turn(on: boolean): Promise<void> {
    const wish = ++this.#wish;
    if (!on) return this.#turnOff();
    // A muted microphone stays open, so that unmuting takes no time.
    if (this.track && this.kind === 'audio') {
      this.track.enabled = true;
      this.on = true;
      this.onchange?.();
      return;
    }
    await this.#open(wish);
  }

  /** Takes another device from now on. */
  async choose(deviceId: string): Promise<void> {
    this.chosen = deviceId;
    if (this.on) await this.#open(++this.#wish);
  }

  stop(): void {
    this.#wish++;
    this.track?.stop();
    this.track = null;
    this.on = false;
  }

  async #open(wish: number): Promise<void> {
    if (!devicesAllowed()) {
      this.obstacle = 'insecure';
      return;
    }
    this.busy = true;
    try {
      const track = await openTrack(this.kind, this.chosen);
      if (wish !== this.#wish) return track.stop();
      this.track?.stop();
      this.#take(track);
      this.choices = await listDevices(this.kind);
    } catch (error) {
      if (wish !== this.#wish) return;
      this.#fail(obstacle(error));
    } finally {
      if (wish === this.#wish) this.busy = false;
    }
  }

  #take(track: MediaStreamTrack): void {
    this.track = track;
    this.on = true;
    this.obstacle = undefined;
    this.chosen = track.getSettings().deviceId ?? this.chosen;
    // Pulled out, or taken away in the browser's own settings.
    track.addEventListener('ended', () => {
      if (this.track === track) this.#fail('lost');
    });
    this.onchange?.();
  }

  #turnOff(): void {
    this.on = false;
    this.busy = false;
    if (this.kind === 'audio') {
      if (this.track) this.track.enabled = false;
    } else {
      // A camera that is off has its light off.
      this.track?.stop();
      this.track = null;
    }
    this.onchange?.();
  }

  #fail(obstacle: Obstacle): void {
    this.track?.stop();
    this.track = null;
    this.on = false;
    this.obstacle = obstacle;
    this.onchange?.();
  }
}
