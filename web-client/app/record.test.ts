import { describe, expect, it } from 'vitest';
import { caption, message } from './call/testing.ts';
import { duration } from './locales/index.ts';
import { passwordProblem } from './password.ts';
import { passages, timeline } from './record.ts';
import { hue, initials } from './ui/person.ts';

describe('the record of a call', () => {
  const record = {
    call: {
      id: 'c',
      room: 'r',
      started: '2026-11-24T08:00:00Z',
      ended: null,
      participants: ['Ana', 'Ben'],
      messages: 1,
      captions: 3,
    },
    chat: [message('m', { name: 'Ben', at: '2026-11-24T08:00:05Z', text: 'Yes?' })],
    transcript: [
      { at: '2026-11-24T08:00:04Z', ...caption('a', { start_ms: 1_000, text: 'HELLO' }) },
      { at: '2026-11-24T08:00:04Z', ...caption('b', { start_ms: 3_000, text: 'BEN' }) },
      { at: '2026-11-24T08:00:09Z', ...caption('c', { start_ms: 8_000, text: 'BYE' }) },
    ],
  };

  it('puts captions where they were signed, between the messages', () => {
    expect(timeline(record).map((line) => line.text)).toEqual(['HELLO', 'BEN', 'Yes?', 'BYE']);
  });

  it('names a person once per passage', () => {
    expect(passages(timeline(record)).map((passage) => [passage.name, passage.lines.length])).toEqual([
      ['Ana', 2],
      ['Ben', 1],
      ['Ana', 1],
    ]);
  });
});

describe('small things', () => {
  it('counts a password in bytes', () => {
    expect(passwordProblem('1234567')).toBe('short');
    expect(passwordProblem('ääää')).toBeUndefined();
    expect(passwordProblem('x'.repeat(71))).toBeUndefined();
    expect(passwordProblem('ä'.repeat(36))).toBe('long');
  });

  it('shows how long a call runs', () => {
    expect([duration(-5), duration(65_000), duration(3_725_000)]).toEqual(['0:00', '1:05', '1:02:05']);
  });

  it('draws people without a picture', () => {
    expect(initials('Amélie van Dufour')).toBe('AD');
    expect(initials('  ')).toBe('');
    expect(hue('some id')).toBe(hue('some id'));
  });
});
