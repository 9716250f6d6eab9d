// @vitest-environment happy-dom

import { mount, unmount } from 'svelte';
import { describe, expect, it } from 'vitest';
import { caption } from '../call/testing.ts';
import CaptionLine from './CaptionLine.svelte';

describe('a caption', () => {
  const shown = (change: Parameters<typeof caption>[1]) => {
    const line = mount(CaptionLine, { target: document.body, props: { caption: caption('s', change) } });
    const item = document.querySelector('li')!;
    const seen = {
      stage: item.dataset.stage,
      segment: item.dataset.segment,
      participant: item.dataset.participant,
      text: item.querySelector('[data-text]')?.textContent,
      tentative: item.querySelector('.tentative')?.textContent,
      all: item.textContent,
    };
    void unmount(line);
    return seen;
  };

  it('says whose it is, marks what may still change, and that a machine made it', () => {
    const seen = shown({ text: 'HELLO', stable: 3 });
    expect(seen).toMatchObject({ stage: 'interim', segment: 's', participant: 'ana', text: 'HELLO', tentative: 'LO' });
    expect(seen.all).toContain('Ana');
    expect(seen.all).toContain('Read by a machine (fingerspelling-ase)');
  });

  it('has nothing tentative when it is final', () => {
    expect(shown({ stage: 'final', stable: 0 }).tentative).toBeUndefined();
  });

  it('admits doubt and offers the other readings', () => {
    const seen = shown({ stage: 'final', confidence: 0.3, alternatives: ['HALLO', 'HULLO', 'HELL'] });
    expect(seen.all).toContain('unsure');
    expect(seen.all).toContain('HALLO, HULLO');
    expect(seen.all).not.toContain('HELL,');
  });
});
