import { beforeEach, describe, expect, it } from 'vitest';
import { Chat, type ChatEntry } from './chat.svelte.ts';
import { message, settle } from './testing.ts';

describe('the chat', () => {
  let chat: Chat;
  let asked: { text: string; save: (id: string, at?: string) => void; fail: () => void }[];
  const seen = () => chat.entries.map((entry: ChatEntry) => [entry.text, entry.delivery]);

  beforeEach(() => {
    asked = [];
    chat = new Chat(
      (text) =>
        new Promise((resolve, reject) => {
          asked.push({
            text,
            save: (id, at = '2026-11-24T08:01:00Z') => resolve({ message: id, at }),
            fail: () => reject(new Error('lost')),
          });
        }),
    );
    chat.iAm('me');
  });

  it('shows a message as sending until it is saved', async () => {
    void chat.say('Hi');
    expect(seen()).toEqual([['Hi', 'sending']]);
    asked[0]!.save('m1');
    await settle();
    expect(seen()).toEqual([['Hi', 'saved']]);
  });

  it('shows its own message once, whether the answer or the echo comes first', async () => {
    void chat.say('Hi');
    chat.receive(message('m1', { participant: 'me', text: 'Hi' }), true);
    asked[0]!.save('m1');
    void chat.say('Ho');
    asked[1]!.save('m2');
    await settle();
    chat.receive(message('m2', { participant: 'me', text: 'Ho' }), true);
    expect(seen()).toEqual([
      ['Hi', 'saved'],
      ['Ho', 'saved'],
    ]);
  });

  it('shows it once even when the server changed the text', async () => {
    void chat.say('Hi  ');
    chat.receive(message('m1', { participant: 'me', text: 'Hi' }), true);
    asked[0]!.save('m1');
    await settle();
    expect(seen()).toEqual([['Hi', 'saved']]);
  });

  it('sends again after a drop only what the server did not save', async () => {
    void chat.say('saved, but the answer was lost');
    void chat.say('never arrived');
    asked[0]!.fail();
    asked[1]!.fail();
    await settle();
    chat.receive(message('m1', { participant: 'me', text: 'saved, but the answer was lost' }), true);
    void chat.resend();
    await settle();
    expect(asked.map((ask) => ask.text)).toEqual(['saved, but the answer was lost', 'never arrived', 'never arrived']);
  });

  it('recognises its own messages after joining anew as another participant', () => {
    chat.iAm('me again');
    chat.fill([message('m1', { participant: 'me' }), message('m2', { participant: 'me again' })]);
    expect(chat.entries.every((entry) => entry.mine)).toBe(true);
  });

  it('counts as unread what others wrote while it was out of sight', () => {
    expect(chat.receive(message('m1'), false)).toBe(true);
    expect(chat.receive(message('m1'), false)).toBe(false);
    chat.receive(message('m2', { participant: 'me' }), false);
    chat.receive(message('m3'), true);
    expect(chat.unread).toBe(1);
  });

  it("keeps the room's order, one's own unsaved last", () => {
    void chat.say('mine');
    chat.receive(message('m2', { at: '2026-11-24T08:00:02Z', text: 'second' }), true);
    chat.receive(message('m1', { at: '2026-11-24T08:00:01.500Z', text: 'first' }), true);
    expect(seen().map(([text]) => text)).toEqual(['first', 'second', 'mine']);
  });

  it('loses what somebody who keeps order took away, and nothing that is still on its way', async () => {
    chat.fill([message('a', { text: 'A' }), message('b', { text: 'B' })]);
    void chat.say('Mine');
    asked[0]!.save('m1');
    await settle();
    void chat.say('Later');
    chat.clear('a');
    expect(seen().map(([text]) => text)).toEqual(['B', 'Mine', 'Later']);
    chat.clear('m1');
    expect(seen().map(([text]) => text)).toEqual(['B', 'Later']);
    chat.clear(undefined);
    expect(seen().map(([text]) => text)).toEqual(['Later']);
  });
});
