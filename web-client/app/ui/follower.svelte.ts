// Keeps a scrolled list at its newest entry, unless its reader went back to read.

import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

export class Follower {
  /** The reader is somewhere above the newest entry. */
  away = $state(false);
  #element: HTMLElement | undefined;

  attach: Attachment<HTMLElement> = (element) => {
    this.#element = element;
    const look = () => {
      this.away = element.scrollHeight - element.scrollTop - element.clientHeight > SLACK_PX;
    };
    // A lane that gets smaller must not push the newest entry out of sight.
    const observer = new ResizeObserver(() => this.#stay());
    element.addEventListener('scroll', look, { passive: true });
    observer.observe(element);
    this.toEnd();
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
      this.#element = undefined;
    };
  };

  /** To be called from an effect that depends on the list; the argument only names that dependency. */
  grown(_entries: unknown): void {
    void tick().then(() => this.#stay());
  }

  toEnd(): void {
    this.away = false;
    void tick().then(() => this.#stay());
  }

  #stay(): void {
    if (!this.away && this.#element) this.#element.scrollTop = this.#element.scrollHeight;
  }
}

const SLACK_PX = 24;
