// @vitest-environment happy-dom

import { flushSync, mount, unmount } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
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
      buttons: item.querySelectorAll('button').length,
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

  it('offers its signer to correct it, and says when that was not saved', async () => {
    const asked: string[][] = [];
    const correct = (...what: [string, string]) => {
      asked.push(what);
      return asked.length === 1 ? Promise.reject(new Error('full')) : Promise.resolve();
    };
    const one = caption('s', { stage: 'final', text: 'HELO', alternatives: ['HELLO'] });
    const line = mount(CaptionLine, { target: document.body, props: { caption: one, correct } });
    const press = (name: string) => {
      const named = (it: HTMLElement) => it.textContent.trim() === name || it.getAttribute('aria-label') === name;
      [...document.querySelectorAll('button')].find(named)!.click();
      flushSync();
    };
    press('Correct “HELO”');
    press('HELLO');
    expect(document.querySelector('input')!.value).toBe('HELLO');
    press('Save');
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toBe('Not saved'));
    press('Save');
    await vi.waitFor(() => expect(document.querySelector('input')).toBeNull());
    expect(asked).toEqual([
      ['s', 'HELLO'],
      ['s', 'HELLO'],
    ]);
    await unmount(line);
  });

  it('offers that to nobody else, nor before it is final', () => {
    expect(shown({ stage: 'final' }).buttons).toBe(0);
    expect(shown({ corrected_by: 'Ana', machine: false, stage: 'final' }).all).toContain('corrected');
  });

  it('admits doubt and offers the other readings', () => {
    const seen = shown({ stage: 'final', confidence: 0.3, alternatives: ['HALLO', 'HULLO', 'HELL'] });
    expect(seen.all).toContain('unsure');
    expect(seen.all).toContain('HALLO, HULLO');
    expect(seen.all).not.toContain('HELL,');
  });
});
