// What this browser remembers of its owner's taste; nothing of it leaves the browser.

export type Theme = 'auto' | 'dark' | 'light';

class Preferences {
  theme: Theme = $state(oneOf<Theme>(read('theme'), ['auto', 'dark', 'light'], 'auto'));
  /** Size of captions, as a step on a scale of text sizes. */
  captionStep = $state(inRange(read('caption-step'), 0, CAPTION_SIZES.length - 1, window.innerWidth < 560 ? 1 : 2));
  /** Height of the captions lane, in parts of the window's height. */
  captionShare = $state(inRange(read('caption-share'), 0.1, 0.6, 0.2));
  mirror = $state(read('mirror') !== 'false');
  captionSize = $derived(CAPTION_SIZES[this.captionStep] ?? 22);

  save(): void {
    write('theme', this.theme);
    write('caption-step', String(this.captionStep));
    write('caption-share', String(this.captionShare));
    write('mirror', String(this.mirror));
    this.applyTheme();
  }

  applyTheme(): void {
    if (this.theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.theme;
  }
}

/** In pixels. */
export const CAPTION_SIZES: readonly number[] = [15, 18, 22, 28, 36, 48];

/** Storage may be forbidden: then preferences last as long as the page. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(`glossa.${key}`);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(`glossa.${key}`, value);
  } catch {
    // Kept in memory only.
  }
}

function oneOf<T extends string>(text: string | null, values: readonly T[], otherwise: T): T {
  return values.find((value) => value === text) ?? otherwise;
}

function inRange(text: string | null, from: number, to: number, otherwise: number): number {
  const value = text === null ? Number.NaN : Number(text);
  return value >= from && value <= to ? value : otherwise;
}

export const preferences = new Preferences();
