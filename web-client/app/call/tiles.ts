// Tells the server how large everybody is shown here: it sends nobody larger than that.

import type { TileView } from '../wire.ts';
import type { Size } from './layout.ts';

export class Tiles {
  #tell: (tiles: TileView[]) => Promise<unknown>;
  #latest: TileView[] | undefined;
  /** What the server knows. */
  #told: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (tiles: TileView[]) => Promise<unknown>) {
    this.#tell = tell;
  }

  /** Tells it in a moment: layouts change in many small steps. */
  show(tiles: TileView[]): void {
    this.#latest = tiles;
    this.#timer ??= setTimeout(() => this.#say(), SETTLE_MS);
  }

  /** The server may not know any more: tells it now. */
  renew(): void {
    this.#told = undefined;
    this.#say();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #say(): void {
    this.stop();
    const text = JSON.stringify(this.#latest);
    if (!this.#latest || text === this.#told) return;
    this.#told = text;
    this.#tell(this.#latest.slice(0, MOST)).catch(() => {
      // The connection is down: after the next `joined` it is told again.
      if (this.#told === text) this.#told = undefined;
    });
  }
}

/** Device pixels that a picture of this shape is high in a tile. It is never cut, so it may be lower than the tile. */
export function pictureHeight(tile: Size, picture: Partial<Size>, pixelRatio: number): number {
  const { width, height } = picture;
  const inWidth = width && height ? (tile.width * height) / width : tile.height;
  return Math.round(Math.min(tile.height, inWidth) * pixelRatio);
}

const SETTLE_MS = 200;
/** The server takes no more. */
const MOST = 200;
