import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Notices } from './notices.svelte.ts';

describe('notices', () => {
  let notices: Notices;
  const texts = () => notices.list.map((notice) => notice.text);

  beforeEach(() => {
    vi.useFakeTimers();
    notices = new Notices();
    return () => vi.useRealTimers();
  });

  it('go by themselves', () => {
    notices.show('people', 'Ana joined');
    notices.show('problem', 'No camera');
    vi.advanceTimersByTime(7_000);
    expect(texts()).toEqual(['No camera']);
    vi.advanceTimersByTime(7_000);
    expect(texts()).toEqual([]);
  });

  it('stay when they say what somebody did to oneself, whatever else comes', () => {
    notices.show('order', 'You were muted');
    for (const text of ['a', 'b', 'c']) notices.show('people', text);
    expect(texts()).toEqual(['You were muted', 'b', 'c']);
    vi.advanceTimersByTime(600_000);
    expect(texts()).toEqual(['You were muted']);
    notices.dismiss(notices.list[0]!.id);
    expect(texts()).toEqual([]);
  });
});
