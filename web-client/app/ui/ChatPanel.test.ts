// @vitest-environment happy-dom

import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { Chat } from '../call/chat.svelte.ts';
import { message, settle } from '../call/testing.ts';
import ChatPanel from './ChatPanel.svelte';

describe('the chat panel', () => {
  let said: string[];
  let chat: Chat;
  let panel: object;

  beforeEach(() => {
    said = [];
    chat = new Chat(async (text) => {
      said.push(text);
      return { message: `m${said.length}`, at: '2026-11-24T08:00:00Z' };
    });
    panel = mount(ChatPanel, { target: document.body, props: { chat, close: () => {} } });
    return () => unmount(panel);
  });

  const box = () => document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Message"]')!;
  const write = (text: string) => {
    box().value = text;
    box().dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
  };
  const press = (init: KeyboardEventInit) => {
    box().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init }));
    flushSync();
  };

  it('sends with Enter, and shows when the message is saved', async () => {
    write('Hello');
    press({});
    expect(document.querySelector('[data-saved="false"]')?.textContent).toContain('Sending');
    await settle();
    flushSync();
    expect(document.querySelector('[data-saved="true"]')?.textContent).toContain('Saved');
    expect([said, box().value]).toEqual([['Hello'], '']);
  });

  it('keeps Enter for a new line with Shift, and for an input method that composes', () => {
    write('Hello');
    press({ shiftKey: true });
    press({ isComposing: true });
    expect(said).toEqual([]);
  });

  it('sends nothing empty or too long', () => {
    write('   ');
    press({});
    write('x'.repeat(4_001));
    press({});
    expect(said).toEqual([]);
    expect(document.body.textContent).toContain('1 character too long');
  });

  it('shows text as text', () => {
    chat.receive(message('m', { text: '<img src=x onerror=alert(1)>' }), true);
    flushSync();
    expect(document.querySelector('img')).toBeNull();
    expect(document.querySelector('.text')?.textContent).toBe('<img src=x onerror=alert(1)>');
  });
});
