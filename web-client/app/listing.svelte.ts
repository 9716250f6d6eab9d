// A list that the server gives in pages: what is here so far, and the way to more.

import { sentence } from './failure.ts';
import type { Page } from './wire.ts';

export class Listing<T> {
  items: T[] | undefined = $state.raw();
  next: string | undefined = $state();
  busy = $state(false);
  failure = $state('');
  #ask: (cursor?: string) => Promise<Page<T>>;
  /** Ordinal of the latest question; the answer to an older one is dropped. */
  #asked = 0;

  constructor(ask: (cursor?: string) => Promise<Page<T>>) {
    this.#ask = ask;
  }

  /** From the beginning. */
  load(): Promise<void> {
    return this.#take(undefined, () => []);
  }

  more(): Promise<void> {
    if (this.next === undefined || this.busy) return Promise.resolve();
    return this.#take(this.next, () => this.items ?? []);
  }

  async #take(cursor: string | undefined, before: () => T[]): Promise<void> {
    const asked = ++this.#asked;
    this.busy = true;
    this.failure = '';
    try {
      const page = await this.#ask(cursor);
      if (asked !== this.#asked) return;
      this.items = [...before(), ...page.items];
      this.next = page.next ?? undefined;
    } catch (error) {
      if (asked === this.#asked) this.failure = sentence(error);
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }
}
