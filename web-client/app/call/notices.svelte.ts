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
    const notice: Notice = { id: this.#next++, kind, text };
    const like = this.list.filter((other) => stays(other) === stays(notice)).slice(-(AT_ONCE - 1));
    this.list = [...this.list.filter((other) => stays(other) !== stays(notice) || like.includes(other)), notice];
    if (!stays(notice)) setTimeout(() => this.dismiss(notice.id), kind === 'problem' ? LONG_MS : SHORT_MS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}

function stays(notice: Notice): boolean {
  return notice.kind === 'order';
}

/** Of those that stay, and of those that pass. */
const AT_ONCE = 2;
const SHORT_MS = 6_000;
const LONG_MS = 12_000;
