// One WebSocket to the server: matches requests with their answers and hands everything else on.

import type { Answer, ErrorCode, LeaveAction, Request, ServerFrame, ServerMessage } from '../wire.ts';

/** What a socket has to offer; a `WebSocket` does. */
export interface SocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'close' | 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Why the server closed the socket, in its own words. */
export interface Farewell {
  action: LeaveAction;
  code: ErrorCode;
  detail: string;
}

export interface SignalListener {
  message(message: ServerMessage, seq: number | undefined): void;
  /** Called once, whoever closed; `opened` is false when the server never took the socket. */
  closed(farewell: Farewell | undefined, opened: boolean): void;
  /** The answer to a request depends on a person: it may take long. */
  waiting?(): void;
}

/** A request that failed: the server's reason, or the socket's. */
export class RequestError extends Error {
  constructor(
    readonly code: ErrorCode | 'closed' | 'timeout',
    detail: string,
  ) {
    super(detail);
  }
}

export class Signal {
  #socket: SocketLike;
  #listener: SignalListener;
  #pending = new Map<number, Pending>();
  #outbox: string[] = [];
  #nextId = 1;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #opened = false;
  #farewell: Farewell | undefined;

  constructor(socket: SocketLike, listener: SignalListener) {
    this.#socket = socket;
    this.#listener = listener;
    socket.addEventListener('open', () => this.#open());
    socket.addEventListener('message', (event) => this.#receive(event.data));
    socket.addEventListener('close', () => this.#close());
  }

  /** Sends a request, at once or as soon as the socket opens, and waits for its answer. */
  request<K extends Request['type']>(request: Extract<Request, { type: K }>): Promise<AnswerTo<K>> {
    if (this.#state === 'closed') return Promise.reject(new RequestError('closed', 'The connection is closed.'));
    const id = this.#nextId++;
    const text = JSON.stringify({ id, ...request });
    return new Promise<AnswerTo<K>>((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(id), ANSWER_WITHIN_MS);
      this.#pending.set(id, { resolve: resolve as (answer: Answer) => void, reject, timer });
      if (this.#state === 'open') this.#socket.send(text);
      else this.#outbox.push(text);
    });
  }

  close(): void {
    this.#socket.close();
    this.#close();
  }

  #open(): void {
    if (this.#state !== 'opening') return;
    this.#state = 'open';
    this.#opened = true;
    for (const text of this.#outbox.splice(0)) this.#socket.send(text);
  }

  #receive(data: unknown): void {
    if (this.#state === 'closed' || typeof data !== 'string') return;
    const frame = parse(data);
    if (!frame) return;
    if (frame.type === 'answer' && frame.result.kind === 'waiting') {
      clearTimeout(this.#pending.get(frame.id)?.timer);
      this.#listener.waiting?.();
    } else if (frame.type === 'answer') {
      this.#settle(frame.id)?.resolve(frame.result);
    } else if (frame.type === 'error' && frame.id != null) {
      this.#settle(frame.id)?.reject(new RequestError(frame.code, frame.detail));
    } else {
      if (frame.type === 'leave') this.#farewell = frame;
      this.#listener.message(frame, frame.seq ?? undefined);
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending) clearTimeout(pending.timer);
    return pending;
  }

  /** A server that leaves a request unanswered is out of reach, even when the browser has not noticed. */
  #giveUp(id: number): void {
    this.#settle(id)?.reject(new RequestError('timeout', 'The server did not answer.'));
    this.close();
  }

  #close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    for (const id of [...this.#pending.keys()]) {
      this.#settle(id)?.reject(new RequestError('closed', 'The connection was lost.'));
    }
    this.#listener.closed(this.#farewell, this.#opened);
  }
}

type AnswerTo<K extends Request['type']> = Extract<Answer, { kind: AnswerKinds[K] }>;

/** Which answers belong to which request. */
interface AnswerKinds {
  admit: 'done';
  chat: 'saved';
  clear_message: 'done';
  clear_messages: 'done';
  correct_caption: 'done';
  deny: 'done';
  hello: 'joined' | 'welcome';
  join: 'joined';
  leave: 'done';
  moderate: 'done';
  publish_offer: 'publish_answer';
  restart_subscribe: 'subscribe_offer';
  set_consent: 'done';
  set_muted: 'done';
  set_tiles: 'done';
  subscribe_answer: 'done';
}

interface Pending {
  resolve(answer: Answer): void;
  reject(error: RequestError): void;
  timer: ReturnType<typeof setTimeout>;
}

function parse(text: string): ServerFrame | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame === 'object' && frame !== null && 'type' in frame) return frame as ServerFrame;
  } catch {
    // Falls through: what cannot be read is passed over, a newer server may say more than we know.
  }
  return undefined;
}

const ANSWER_WITHIN_MS = 12_000;
