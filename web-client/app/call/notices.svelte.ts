// Short messages that come and go: what others would hear as a sound.

/** `order`: what somebody who keeps order did to oneself; it stays until it is dismissed. */
export type NoticeKind = 'chat' | 'order' | 'people' | 'problem';

export interface Notice {
  id: number;
  kind: NoticeKind;
  text: string;
}

export class Notices {
  list: Notice[] = $state.raw([]);
  #next = 0;

  show(kind: NoticeKind, text: string): void {
    const notice = { id: this.#next++, kind, text };
    const passing = this.list.filter((other) => other.kind !== 'order');
    const staying = this.list.filter((other) => other.kind === 'order');
    this.list = [...staying.slice(-(AT_ONCE - 1)), ...passing.slice(-(AT_ONCE - 1)), notice].slice(-AT_ONCE);
    if (kind !== 'order') setTimeout(() => this.dismiss(notice.id), kind === 'problem' ? LONG_MS : SHORT_MS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}

const AT_ONCE = 2;
const SHORT_MS = 6_000;
const LONG_MS = 12_000;
