// The captions of the running call: one entry per stretch of signing, revised in place.

import type { Caption } from '../wire.ts';

export class Captions {
  list: Caption[] = $state.raw([]);
  /** The latest final captions, for the screen reader's live region. */
  announcements: Caption[] = $state.raw([]);

  /** What was said before we came; nothing of it is announced. */
  reset(captions: readonly Caption[]): void {
    this.list = [...captions].sort(byTime).slice(-KEPT);
    this.announcements = [];
  }

  apply(caption: Caption): void {
    const index = this.list.findIndex((known) => known.segment === caption.segment);
    const known = this.list[index];
    if (caption.stage === 'retracted') {
      if (known) this.list = this.list.toSpliced(index, 1);
      return;
    }
    if (known && !supersedes(caption, known)) return;
    this.list = known ? this.list.with(index, caption) : [...this.list, caption].sort(byTime).slice(-KEPT);
    if (caption.stage === 'final') this.announcements = [...this.announcements, caption].slice(-ANNOUNCED);
  }

  /** Drops what will not be finished: the signer left, or revisions were missed. */
  dropTentative(participant?: string): void {
    this.list = this.list.filter(
      (caption) => caption.stage === 'final' || (participant !== undefined && caption.participant !== participant),
    );
  }
}

/** The text, cut where it may still change; counted in characters, not in UTF-16 units. */
export function cut(caption: Caption): { settled: string; tentative: string } {
  if (caption.stage === 'final') return { settled: caption.text, tentative: '' };
  const characters = [...caption.text];
  return {
    settled: characters.slice(0, caption.stable).join(''),
    tentative: characters.slice(caption.stable).join(''),
  };
}

function supersedes(next: Caption, known: Caption): boolean {
  if (known.stage === 'final' && next.stage !== 'final') return false;
  return next.revision > known.revision || (next.stage === 'final' && known.stage !== 'final');
}

const byTime = (a: Caption, b: Caption) => a.start_ms - b.start_ms;

/** Captions older than these are read in the transcript. */
const KEPT = 400;
const ANNOUNCED = 20;
