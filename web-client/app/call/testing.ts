// Stand-ins for what a browser and a server would do; only tests use them.

import type { Caption, ChatMessage, Joined, Participant, Request, ServerMessage } from '../wire.ts';
import type { SocketLike } from './signal.ts';

/** A socket whose other end is the test. */
export class FakeSocket extends EventTarget {
  sent: ({ id: number } & Request)[] = [];
  closed = false;

  /** An `EventTarget` may send any event; this one sends what a socket does. */
  get socket(): SocketLike {
    return this as unknown as SocketLike;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.drop();
  }

  open(): void {
    this.dispatchEvent(new Event('open'));
  }

  drop(): void {
    if (this.closed) return;
    this.closed = true;
    this.dispatchEvent(new Event('close'));
  }

  say(message: ServerMessage & { seq?: number }): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  /** Answers the latest request of this type. */
  answer(type: Request['type'], result: Extract<ServerMessage, { type: 'answer' }>['result']): void {
    const request = this.sent.findLast((sent) => sent.type === type);
    if (!request) throw new Error(`no ${type} was sent`);
    this.say({ type: 'answer', id: request.id, result });
  }

  refuse(type: Request['type'], code: Extract<ServerMessage, { type: 'error' }>['code']): void {
    const request = this.sent.findLast((sent) => sent.type === type);
    if (!request) throw new Error(`no ${type} was sent`);
    this.say({ type: 'error', id: request.id, code, detail: code });
  }
}

export function joined(change: Partial<Joined> = {}): Joined {
  return {
    kind: 'joined',
    me: 'me',
    participants: [participant('me')],
    call: 'call',
    room: 'k7mpt4xqw',
    room_title: null,
    call_started: '2026-11-24T08:00:00Z',
    resume_token: 'token',
    seq: 0,
    slots: [],
    chat: [],
    captions: [],
    recogniser: true,
    role: 'member',
    locked: false,
    lobby: false,
    history: true,
    ...change,
  };
}

export function participant(id: string, change: Partial<Participant> = {}): Participant {
  return {
    id,
    name: id,
    user: null,
    joined: '2026-11-24T08:00:00Z',
    microphone: true,
    camera: true,
    consent: false,
    demo: false,
    role: 'member',
    ...change,
  };
}

export function caption(segment: string, change: Partial<Caption> = {}): Caption {
  return {
    segment,
    revision: 1,
    stage: 'interim',
    participant: 'ana',
    name: 'Ana',
    track: 'video',
    text: 'HELLO',
    stable: 3,
    start_ms: 1_000,
    end_ms: 2_000,
    confidence: 0.9,
    alternatives: [],
    language: 'ase',
    source: 'sign',
    model: 'fingerspelling-ase',
    machine: true,
    corrected_by: null,
    ...change,
  };
}

export function message(id: string, change: Partial<ChatMessage> = {}): ChatMessage {
  return { id, participant: 'ana', name: 'Ana', text: 'Hello', at: '2026-11-24T08:00:00Z', ...change };
}

/** Lets everything that only waits for promises happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
}
