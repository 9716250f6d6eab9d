import { describe, expect, it } from 'vitest';
import { arrange, grid, type Rect } from './layout.ts';

const WINDOWS = [
  { width: 1280, height: 560 },
  { width: 390, height: 480 },
  { width: 2560, height: 1300 },
  { width: 300, height: 300 },
];

describe('the grid', () => {
  it('keeps any number of tiles inside any window, without overlap', () => {
    for (const window of WINDOWS) {
      for (let count = 1; count <= 40; count++) {
        const tiles = grid(count, { x: 0, y: 0, ...window });
        expect(tiles).toHaveLength(count);
        for (const tile of tiles) expect(inside(tile, window)).toBe(true);
        expect(overlaps(tiles)).toBe(false);
      }
    }
  });

  it('puts two people side by side in a wide window and one above the other in a tall one', () => {
    const [a, b] = grid(2, { x: 0, y: 0, width: 1200, height: 500 });
    expect(a?.y).toBe(b?.y);
    const [c, d] = grid(2, { x: 0, y: 0, width: 390, height: 640 });
    expect(c?.x).toBe(d?.x);
  });

  it('centres a last row that is not full', () => {
    const [first, , third] = grid(3, { x: 0, y: 0, width: 800, height: 700 });
    expect(third!.x + third!.width / 2).toBeCloseTo(400);
    expect(first!.x).toBeLessThan(third!.x);
  });

  it('survives a window without room', () => {
    expect(grid(5, { x: 0, y: 0, width: 0, height: 0 })).toHaveLength(5);
    expect(grid(0, { x: 0, y: 0, width: 100, height: 100 })).toEqual([]);
  });
});

describe('pinned tiles', () => {
  it('take most of the stage, each at least a third of it while they are two', () => {
    const stage = { width: 1280, height: 600 };
    const tiles = arrange(6, [1, 4], stage);
    expect(tiles).toHaveLength(6);
    expect(overlaps(tiles)).toBe(false);
    for (const index of [1, 4]) expect(area(tiles[index]!)).toBeGreaterThan(area(tiles[0]!) * 4);
    expect(tiles[1]!.width).toBeGreaterThanOrEqual(stage.width / 3);
  });

  it('may be many, or all', () => {
    expect(arrange(4, [0, 1, 2, 3], { width: 1000, height: 600 })).toEqual(
      grid(4, { x: 0, y: 0, width: 1000, height: 600 }),
    );
    expect(overlaps(arrange(12, [0, 3, 5, 7, 9], { width: 390, height: 600 }))).toBe(false);
  });

  it('that are gone do not matter', () => {
    expect(arrange(1, [3], { width: 400, height: 300 })).toHaveLength(1);
  });
});

function inside(tile: Rect, window: { width: number; height: number }): boolean {
  const slack = 0.01;
  return (
    tile.x >= -slack &&
    tile.y >= -slack &&
    tile.x + tile.width <= window.width + slack &&
    tile.y + tile.height <= window.height + slack
  );
}

function overlaps(tiles: readonly Rect[]): boolean {
  const slack = 0.01;
  return tiles.some((a, i) =>
    tiles
      .slice(i + 1)
      .some(
        (b) =>
          a.x + a.width > b.x + slack &&
          b.x + b.width > a.x + slack &&
          a.y + a.height > b.y + slack &&
          b.y + b.height > a.y + slack,
      ),
  );
}

function area(tile: Rect): number {
  return tile.width * tile.height;
}
