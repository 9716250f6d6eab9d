// Where each tile goes: pure geometry for any window and any number of tiles.

export interface Size {
  width: number;
  height: number;
}

export interface Rect extends Size {
  x: number;
  y: number;
}

/**
 * Shapes of a tile: up to 16:9, down to 5:4 where cameras most likely lie, down to 3:4 in a tall
 * window, where they most likely stand. Whatever the shape, the picture is never cut: hands stay in it.
 */
const WIDEST = 16 / 9;
const NARROWEST_LYING = 5 / 4;
const NARROWEST_STANDING = 3 / 4;
/** Part of the stage that pinned tiles share; a signer gets at least a third of it. */
const PINNED_SHARE = 0.8;
/** A strip thinner than this shows nobody; on a small stage it takes up to a third. */
const STRIP_PX = 120;
const GAP = 8;

/** Rectangles for `count` tiles and, of those, which are pinned (by index), in the order of tiles. */
export function arrange(count: number, pinned: readonly number[], stage: Size): Rect[] {
  const pins = pinned.filter((index) => index < count);
  if (pins.length === 0 || pins.length === count) return grid(count, at(0, 0, stage.width, stage.height));
  const [main, strip] = split(stage);
  const isPinned = new Set(pins);
  const mains = grid(pins.length, main);
  const rest = grid(count - pins.length, strip);
  const rectangles: Rect[] = [];
  for (let index = 0; index < count; index++) {
    const rect = isPinned.has(index) ? mains[pins.indexOf(index)] : rest.shift();
    if (rect) rectangles.push(rect);
  }
  return rectangles;
}

/** The most picture for each of `count` equal tiles; the last row is centred. */
export function grid(count: number, area: Rect, gap = GAP): Rect[] {
  if (count <= 0) return [];
  const narrowest = area.width < area.height ? NARROWEST_STANDING : NARROWEST_LYING;
  let best = { columns: 1, tile: { width: 0, height: 0 }, picture: -1 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cell = {
      width: Math.max(0, (area.width - gap * (columns - 1)) / columns),
      height: Math.max(0, (area.height - gap * (rows - 1)) / rows),
    };
    const tile = fit(cell, narrowest);
    const picture = pictureArea(tile);
    if (picture > best.picture) best = { columns, tile, picture };
  }
  return place(count, best.columns, best.tile, area, gap);
}

function place(count: number, columns: number, tile: Size, area: Rect, gap: number): Rect[] {
  const rows = Math.ceil(count / columns);
  const top = area.y + (area.height - rows * tile.height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = area.x + (area.width - inRow * tile.width - (inRow - 1) * gap) / 2;
    return at(
      left + (index - row * columns) * (tile.width + gap),
      top + row * (tile.height + gap),
      tile.width,
      tile.height,
    );
  });
}

/** The largest tile of a permitted shape inside a cell. */
function fit(cell: Size, narrowest: number): Size {
  const width = Math.min(cell.width, cell.height * WIDEST);
  return { width, height: Math.min(cell.height, width / narrowest) };
}

/** What a 4:3 picture would cover in this tile. */
function pictureArea({ width, height }: Size): number {
  const scale = Math.min(width / 4, height / 3);
  return 12 * scale * scale;
}

/** Pinned tiles on one side, the strip of the others along the longer edge. */
function split({ width, height }: Size): [Rect, Rect] {
  if (width >= height) {
    const strip = thickness(width);
    const main = Math.max(0, width - GAP - strip);
    return [at(0, 0, main, height), at(main + GAP, 0, strip, height)];
  }
  const strip = thickness(height);
  const main = Math.max(0, height - GAP - strip);
  return [at(0, 0, width, main), at(0, main + GAP, width, strip)];
}

function thickness(length: number): number {
  return Math.max(length * (1 - PINNED_SHARE), Math.min(STRIP_PX, length / 3));
}

function at(x: number, y: number, width: number, height: number): Rect {
  return { x, y, width, height };
}
