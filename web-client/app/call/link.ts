// Keeps one participant connected to the server through drops, server restarts included.

import { PROTOCOL_VERSION, type ErrorCode, type Joined, type Request, type ServerMessage } from '../wire.ts';
import { decide, type Ending } from './reconnect.ts';
import { RequestError, Signal, type SocketLike } from './signal.ts';

export interface LinkOptions {
  openSocket(): SocketLike;
  /** Makes the join request, with fresh media connections behind its offer. */
  prepareJoin(): Promise<Extract<Request, { type: 'join' }>>;
  /** Whether the log-in still holds; asked when the server does not take the socket at all. */
  loggedIn(): Promise<boolean>;
  listener: LinkListener;
}

export interface LinkListener {
  /** The room as it is now. `resumed`: as the same participant, media untouched. */
  joined(room: Joined, resumed: boolean): void;
  message(message: ServerMessage): void;
  /** The connection is gone; another attempt follows. */
  dropped(): void;
  /** No further attempt follows. */
  stopped(code: ErrorCode, detail: string): void;
  /** Somebody in the call decides whether we come in. */
  waiting(): void;
  /** All that was missed during a drop has been replayed. */
  caughtUp(): void;
}

export class Link {
  #options: LinkOptions;
  #signal: Signal | undefined;
  #token: string | undefined;
  #seen = 0;
  #replayUntil: number | undefined;
  #attempts = 0;
  #lastAlive = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next: 'join' | 'resume' = 'join';
  #live = false;
  #over = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#attempt();
  }

  /** Asks the server; fails at once while the connection is down. */
  request: Signal['request'] = (request) => {
    if (this.#signal && this.#live) return this.#signal.request(request);
    return Promise.reject(new RequestError('closed', 'The connection is down.'));
  };

  /** Skips the wait before the next attempt: the network is back. */
  hurry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#attempt();
  }

  /** Leaves for good. */
  async leave(): Promise<void> {
    this.#over = true;
    clearTimeout(this.#timer);
    const said = this.#live ? this.#signal?.request({ type: 'leave' }) : undefined;
    await said?.catch(() => undefined);
    this.#signal?.close();
  }

  async #attempt(): Promise<void> {
    this.#timer = undefined;
    const resume = this.#next === 'resume' ? this.#token : undefined;
    let ending: Ending | undefined;
    const signal = new Signal(this.#options.openSocket(), {
      message: (message, seq) => this.#receive(message, seq),
      closed: (farewell, opened) => {
        if (signal !== this.#signal) return;
        ending ??= farewell ? { kind: 'farewell', ...farewell } : { kind: 'dropped' };
        void this.#ended(ending, opened);
      },
      waiting: () => {
        // The server is well, whoever we wait for.
        this.#attempts = 0;
        this.#options.listener.waiting();
      },
    });
    this.#signal = signal;
    try {
      const room = resume ? await this.#resume(signal, resume) : await this.#join(signal);
      this.#arrived(room, resume !== undefined);
    } catch (error) {
      if (error instanceof RequestError && error.code !== 'closed' && error.code !== 'timeout') {
        ending = { kind: 'refused', code: error.code, detail: error.message };
      } else if (!(error instanceof RequestError)) {
        // Not the server's doing: this browser could not even make an offer.
        ending = { kind: 'refused', code: 'bad_sdp', detail: String(error) };
      }
      signal.close();
    }
  }

  async #resume(signal: Signal, token: string): Promise<Joined> {
    const answer = await signal.request({
      type: 'hello',
      version: PROTOCOL_VERSION,
      resume: { token, after: this.#seen },
    });
    if (answer.kind !== 'joined') throw new RequestError('resume_expired', 'The server does not know us any more.');
    return answer;
  }

  /** Both requests travel without waiting in between: joining costs one round trip. */
  async #join(signal: Signal): Promise<Joined> {
    const hello = signal.request({ type: 'hello', version: PROTOCOL_VERSION });
    const joined = this.#options.prepareJoin().then((join) => signal.request(join));
    const [, room] = await Promise.all([hello, joined]);
    return room;
  }

  #arrived(room: Joined, resumed: boolean): void {
    if (this.#over) return;
    this.#live = true;
    this.#attempts = 0;
    this.#token = room.resume_token;
    if (!resumed) this.#seen = room.seq;
    this.#replayUntil = room.seq;
    this.#options.listener.joined(room, resumed);
    this.#checkReplay();
  }

  #receive(message: ServerMessage, seq: number | undefined): void {
    if (seq !== undefined) this.#seen = Math.max(this.#seen, seq);
    this.#options.listener.message(message);
    this.#checkReplay();
  }

  #checkReplay(): void {
    if (this.#replayUntil === undefined || this.#seen < this.#replayUntil) return;
    this.#replayUntil = undefined;
    this.#options.listener.caughtUp();
  }

  async #ended(ending: Ending, opened: boolean): Promise<void> {
    if (this.#over) return;
    if (this.#live) {
      this.#lastAlive = performance.now();
      this.#live = false;
    }
    this.#options.listener.dropped();
    let why = ending;
    // A browser does not tell why an upgrade was refused; an ended log-in is the reason worth telling apart.
    if (!opened && !(await this.#options.loggedIn())) {
      why = { kind: 'refused', code: 'session_ended', detail: 'Your log-in has ended.' };
    }
    if (this.#over) return;
    const next = decide(why, {
      resumable: this.#token !== undefined,
      droppedForMs: performance.now() - this.#lastAlive,
      attempts: this.#attempts++,
      random: Math.random(),
    });
    if (next.kind === 'stop') {
      this.#over = true;
      this.#options.listener.stopped(next.code, next.detail);
      return;
    }
    this.#next = next.kind;
    this.#timer = setTimeout(() => void this.#attempt(), next.afterMs);
  }
}
