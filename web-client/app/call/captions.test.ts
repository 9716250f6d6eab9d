import { beforeEach, describe, expect, it } from 'vitest';
import { Captions, cut } from './captions.svelte.ts';
import { caption } from './testing.ts';

describe('captions', () => {
  let captions: Captions;
  const texts = () => captions.list.map((entry) => entry.text);

  beforeEach(() => {
    captions = new Captions();
  });

  it('are revised in place', () => {
    captions.apply(caption('a', { text: 'HE', revision: 1 }));
    captions.apply(caption('b', { text: 'YES', start_ms: 5_000 }));
    captions.apply(caption('a', { text: 'HELLO', revision: 2 }));
    expect(texts()).toEqual(['HELLO', 'YES']);
  });

  it('ignore revisions that arrive late, and anything after the final one', () => {
    captions.apply(caption('a', { text: 'HELLO', revision: 3 }));
    captions.apply(caption('a', { text: 'HEL', revision: 2 }));
    expect(texts()).toEqual(['HELLO']);
    captions.apply(caption('a', { text: 'HELLO!', revision: 4, stage: 'final' }));
    captions.apply(caption('a', { text: 'HELLOO', revision: 5 }));
    expect(texts()).toEqual(['HELLO!']);
  });

  it('are taken back when the server says so', () => {
    captions.apply(caption('a'));
    captions.apply(caption('a', { stage: 'retracted', revision: 2, text: '' }));
    captions.apply(caption('never seen', { stage: 'retracted' }));
    expect(texts()).toEqual([]);
  });

  it('announce finals only, and nothing of before one came', () => {
    captions.reset([caption('old', { stage: 'final' })]);
    captions.apply(caption('a', { revision: 1 }));
    expect(captions.announcements).toEqual([]);
    captions.apply(caption('a', { revision: 2, stage: 'final' }));
    expect(captions.announcements.map((entry) => entry.segment)).toEqual(['a']);
  });

  it('lose what will not be finished, of one signer or of all', () => {
    captions.apply(caption('a', { participant: 'ana' }));
    captions.apply(caption('b', { participant: 'ben', text: 'B' }));
    captions.apply(caption('c', { participant: 'ana', stage: 'final', text: 'C' }));
    captions.dropTentative('ana');
    expect(texts().sort()).toEqual(['B', 'C']);
    captions.dropTentative();
    expect(texts()).toEqual(['C']);
  });

  it('are cut at the character, not inside one', () => {
    expect(cut(caption('a', { text: '🤟OK', stable: 1 }))).toEqual({ settled: '🤟', tentative: 'OK' });
    expect(cut(caption('a', { text: 'OK', stable: 0, stage: 'final' }))).toEqual({ settled: 'OK', tentative: '' });
  });
});
