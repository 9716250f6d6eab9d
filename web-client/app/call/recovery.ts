// Watches one media connection: when it fails, ICE is restarted; when that does not help, it says so.

/** `blocked`: attempts go on, but people should be told. */
export type Health = 'blocked' | 'connected' | 'connecting' | 'recovering';

/** What is watched; an `RTCPeerConnection` is one. */
export interface Watched {
  readonly connectionState: RTCPeerConnectionState;
  addEventListener(type: 'connectionstatechange', listener: () => void): void;
  removeEventListener(type: 'connectionstatechange', listener: () => void): void;
}

export class Recovery {
  #watched: Watched;
  #restart: () => Promise<void>;
  #report: (health: Health) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restarts = 0;
  #health: Health = 'connecting';

  constructor(watched: Watched, restart: () => Promise<void>, report: (health: Health) => void) {
    this.#watched = watched;
    this.#restart = restart;
    this.#report = report;
    watched.addEventListener('connectionstatechange', this.#look);
    this.#after(FIRST_CONNECT_MS, () => this.#tryAgain());
  }

  get health(): Health {
    return this.#health;
  }

  /** The network changed or the server lost us: do not wait for the browser to notice. */
  restartNow(): void {
    if (this.#watched.connectionState === 'closed') return;
    this.#tell('recovering');
    this.#tryAgain();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#watched.removeEventListener('connectionstatechange', this.#look);
  }

  #look = (): void => {
    switch (this.#watched.connectionState) {
      case 'connected':
        clearTimeout(this.#timer);
        this.#restarts = 0;
        this.#tell('connected');
        break;
      case 'disconnected':
        // Often heals by itself: a lost check, a short gap in the radio.
        this.#tell('recovering');
        this.#after(HEALS_WITHIN_MS, () => this.#tryAgain());
        break;
      case 'failed':
        this.#tell(this.#health === 'blocked' ? 'blocked' : 'recovering');
        if (this.#restarts === 0) this.#tryAgain();
        break;
    }
  };

  #tryAgain(): void {
    if (this.#restarts >= TELL_AFTER_RESTARTS) this.#tell('blocked');
    const wait = Math.min(RESTART_TAKES_MS * 1.5 ** this.#restarts, LONGEST_WAIT_MS);
    this.#restarts += 1;
    this.#after(wait, () => this.#lookAgain());
    // Fails while signalling is down; the timer above comes back to it.
    void this.#restart().catch(() => undefined);
  }

  /** A restart of a connection that never broke off changes no state: nobody would tell us. */
  #lookAgain(): void {
    if (this.#watched.connectionState === 'connected') this.#look();
    else this.#tryAgain();
  }

  #after(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }

  #tell(health: Health): void {
    if (health === this.#health) return;
    this.#health = health;
    this.#report(health);
  }
}

const FIRST_CONNECT_MS = 8_000;
const HEALS_WITHIN_MS = 3_000;
const RESTART_TAKES_MS = 4_000;
const LONGEST_WAIT_MS = 20_000;
const TELL_AFTER_RESTARTS = 1;
