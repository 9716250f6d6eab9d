// The chat of the running call: what is saved, and one's own messages on their way there.

import type { ChatMessage } from '../wire.ts';

export type Delivery = 'failed' | 'saved' | 'sending';

export interface ChatEntry {
  key: string;
  /** The server's name for it, once it is there. */
  id: string | undefined;
  name: string;
  text: string;
  at: string;
  mine: boolean;
  delivery: Delivery;
}

/** Resolves when the message is on disk. */
export type Send = (text: string) => Promise<{ message: string; at: string }>;

export class Chat {
  entries: ChatEntry[] = $state.raw([]);
  unread = $state(0);
  #send: Send;
  #myIds = new Set<string>();
  #known = new Set<string>();
  #pendingKeys = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** One's own participant; another one after joining anew. */
  iAm(participant: string): void {
    this.#myIds.add(participant);
  }

  /** Messages of before we came, or missed while we were away. */
  fill(messages: readonly ChatMessage[]): void {
    for (const message of messages) this.#take(message);
  }

  /** Returns whether it was new and from somebody else. */
  receive(message: ChatMessage, visible: boolean): boolean {
    const isNews = this.#take(message);
    if (isNews && !visible) this.unread += 1;
    return isNews;
  }

  async say(text: string): Promise<void> {
    const entry: ChatEntry = {
      key: `pending-${this.#pendingKeys++}`,
      id: undefined,
      name: '',
      text,
      at: new Date().toISOString(),
      mine: true,
      delivery: 'sending',
    };
    this.entries = [...this.entries, entry];
    await this.#deliver(entry.key);
  }

  async again(key: string): Promise<void> {
    this.#update(key, { delivery: 'sending' });
    await this.#deliver(key);
  }

  /** After a drop, once everything missed is here: what is still not saved goes out again. */
  async resend(): Promise<void> {
    for (const { key } of this.entries.filter((entry) => entry.delivery === 'failed')) await this.again(key);
  }

  /** Somebody who keeps order took a message away, or all that were there. */
  clear(id: string | undefined): void {
    this.entries = this.entries.filter((entry) => entry.id === undefined || (id !== undefined && entry.id !== id));
    if (id === undefined) this.unread = 0;
  }

  async #deliver(key: string): Promise<void> {
    const entry = this.entries.find((other) => other.key === key);
    if (!entry) return;
    try {
      const { message, at } = await this.#send(entry.text);
      this.#adopt(key, message, at);
    } catch {
      this.#update(key, { delivery: 'failed' });
    }
  }

  #take(message: ChatMessage): boolean {
    if (this.#known.has(message.id)) return false;
    const mine = message.participant != null && this.#myIds.has(message.participant);
    // Our own message may come back before its answer, or instead of it after a drop.
    const pending = mine && this.entries.find((entry) => entry.delivery !== 'saved' && entry.text === message.text);
    if (pending) {
      this.#adopt(pending.key, message.id, message.at);
      return false;
    }
    this.#known.add(message.id);
    const entry: ChatEntry = { ...message, key: message.id, mine, delivery: 'saved' };
    this.entries = [...this.entries, entry].sort(savedByTime);
    return !mine;
  }

  #adopt(key: string, id: string, at: string): void {
    const shownAlready = this.#known.has(id) && this.entries.some((entry) => entry.key === id);
    this.#known.add(id);
    if (shownAlready) this.entries = this.entries.filter((entry) => entry.key !== key);
    else this.#update(key, { id, at, delivery: 'saved' });
  }

  #update(key: string, change: Partial<ChatEntry>): void {
    this.entries = this.entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)).sort(savedByTime);
  }
}

/** Saved ones in the order of the room, then one's own on their way. */
function savedByTime(a: ChatEntry, b: ChatEntry): number {
  if (a.delivery === 'saved' && b.delivery === 'saved') return Date.parse(a.at) - Date.parse(b.at);
  return Number(a.delivery !== 'saved') - Number(b.delivery !== 'saved');
}
