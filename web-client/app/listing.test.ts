import { describe, expect, it } from 'vitest';
import { Listing } from './listing.svelte.ts';
import type { Page } from './wire.ts';

describe('a listing', () => {
  const pages: Record<string, Page<number>> = {
    '': { items: [1, 2], next: 'b' },
    b: { items: [3], next: null },
  };

  it('grows page by page and ends', async () => {
    const listing = new Listing<number>(async (cursor = '') => pages[cursor]!);
    await listing.load();
    expect([listing.items, listing.next]).toEqual([[1, 2], 'b']);
    await listing.more();
    await listing.more();
    expect([listing.items, listing.next]).toEqual([[1, 2, 3], undefined]);
  });

  it('begins anew', async () => {
    const listing = new Listing<number>(async (cursor = '') => pages[cursor]!);
    await listing.load();
    await listing.more();
    await listing.load();
    expect(listing.items).toEqual([1, 2]);
  });

  it('keeps what it has when more cannot be had, and says why', async () => {
    let fails = false;
    const listing = new Listing<number>(async () => {
      if (fails) throw new Error('gone');
      return pages['']!;
    });
    await listing.load();
    fails = true;
    await listing.more();
    expect([listing.items, listing.failure, listing.busy]).toEqual([[1, 2], 'gone', false]);
  });

  it('drops an answer that a later question has overtaken', async () => {
    const answers: ((page: Page<number>) => void)[] = [];
    const listing = new Listing<number>(() => new Promise((resolve) => answers.push(resolve)));
    const [first, second] = [listing.load(), listing.load()];
    answers[1]!({ items: [2], next: null });
    answers[0]!({ items: [1], next: null });
    await Promise.all([first, second]);
    expect(listing.items).toEqual([2]);
  });
});
