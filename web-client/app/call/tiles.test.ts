import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pictureHeight, Tiles } from './tiles.ts';

describe('tiles', () => {
  const told: unknown[] = [];
  let isDown = false;
  const tiles = () =>
    new Tiles((list) => {
      if (isDown) return Promise.reject(new Error('down'));
      told.push(list);
      return Promise.resolve();
    });
  const ana = (height: number) => [{ participant: 'ana', height }];

  beforeEach(() => {
    told.length = 0;
    isDown = false;
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('tells only the last of many changes, and nothing twice', async () => {
    const stage = tiles();
    for (const height of [100, 200, 300]) stage.show(ana(height));
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    stage.show(ana(300));
    await vi.advanceTimersByTimeAsync(300);
    expect(told).toEqual([ana(300)]);
    stage.show(ana(0));
    await vi.advanceTimersByTimeAsync(300);
    expect(told).toEqual([ana(300), ana(0)]);
  });

  it('is told again at once to a server that does not know', async () => {
    const stage = tiles();
    stage.renew();
    expect(told).toEqual([]);
    isDown = true;
    stage.show(ana(300));
    await vi.advanceTimersByTimeAsync(300);
    isDown = false;
    stage.show(ana(300));
    await vi.advanceTimersByTimeAsync(300);
    stage.renew();
    expect(told).toEqual([ana(300), ana(300)]);
  });

  it('stops', async () => {
    const stage = tiles();
    stage.show(ana(300));
    stage.stop();
    await vi.advanceTimersByTimeAsync(300);
    expect(told).toEqual([]);
  });
});

describe('the height of a picture in a tile', () => {
  it('is that of the tile, or less where the picture is wider', () => {
    expect(pictureHeight({ width: 400, height: 300 }, { width: 1280, height: 720 }, 2)).toBe(450);
    expect(pictureHeight({ width: 400, height: 300 }, { width: 480, height: 640 }, 2)).toBe(600);
    expect(pictureHeight({ width: 400, height: 300 }, {}, 1)).toBe(300);
  });
});
