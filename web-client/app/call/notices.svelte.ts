// Short messages that come and go: what others would hear as a sound.

export type NoticeKind = 'chat' | 'people' | 'problem';

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
    this.list = [...this.list, notice].slice(-AT_ONCE);
    setTimeout(() => this.dismiss(notice.id), kind === 'problem' ? LONG_MS : SHORT_MS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}

const AT_ONCE = 2;
const SHORT_MS = 6_000;
const LONG_MS = 12_000;
