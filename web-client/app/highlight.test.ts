import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';

describe('what was found', () => {
  const hits = (text: string, query: string) =>
    highlight(text, query)
      .filter((piece) => piece.hit)
      .map((piece) => piece.text);

  it('is marked word by word, without case', () => {
    expect(highlight('The Train home', 'train')).toEqual([
      { text: 'The ', hit: false },
      { text: 'Train', hit: true },
      { text: ' home', hit: false },
    ]);
    expect(hits('HOME by train', 'train home')).toEqual(['HOME', 'train']);
  });

  it('is text, whatever was asked', () => {
    expect(hits('1+1 (really)', '1+1 (')).toEqual(['1+1', '(']);
    expect(highlight('All of it', '  ')).toEqual([{ text: 'All of it', hit: false }]);
  });
});
