import { beforeEach, describe, expect, it, vi } from 'vitest';
import { People } from './people.svelte.ts';
import { participant } from './testing.ts';

/** As much of a `MediaStream` as people need. */
class Stream {
  tracks = new Set<unknown>();
  getTracks = () => [...this.tracks];
  addTrack = (track: unknown) => this.tracks.add(track);
  removeTrack = (track: unknown) => this.tracks.delete(track);
}

describe('people', () => {
  let people: People;

  beforeEach(() => {
    vi.stubGlobal('MediaStream', Stream);
    people = new People();
    people.reset('me', [participant('ana'), participant('me')]);
    return () => vi.unstubAllGlobals();
  });

  it('know who is oneself', () => {
    expect(people.self?.id).toBe('me');
    expect(people.find('ana')?.isMe).toBe(false);
  });

  it('keep their stream through a resume, so that no picture is interrupted', () => {
    const stream = people.find('ana')?.stream;
    people.reset('me', [participant('me'), participant('ana', { camera: false })]);
    expect(people.find('ana')?.stream).toBe(stream);
    expect(people.find('ana')?.state.camera).toBe(false);
  });

  it('get the tracks of their slots, and lose them when a slot is given away', () => {
    const tracks = new Map([['1', { kind: 'video' } as MediaStreamTrack]]);
    people.assign([{ mid: '1', kind: 'video', participant: 'ana' }], tracks);
    expect(people.find('ana')?.stream.getTracks()).toHaveLength(1);
    people.add(participant('ben'));
    people.assign([{ mid: '1', kind: 'video', participant: 'ben' }], tracks);
    expect(people.find('ana')?.stream.getTracks()).toHaveLength(0);
    expect(people.find('ben')?.stream.getTracks()).toHaveLength(1);
  });

  it('are paused for want of bandwidth until the slot table says otherwise', () => {
    people.assign([{ mid: '1', kind: 'video', participant: 'ana', paused: 'bandwidth' }], new Map());
    expect(people.find('ana')?.paused).toBe(true);
    expect(people.self?.paused).toBe(false);
    people.assign([{ mid: '1', kind: 'video', participant: 'ana' }], new Map());
    expect(people.find('ana')?.paused).toBe(false);
  });

  it('come once, however often they are announced, and go', () => {
    people.add(participant('ben'));
    people.add(participant('ben', { consent: true }));
    expect(people.list.filter((person) => person.id === 'ben')).toHaveLength(1);
    expect(people.find('ben')?.state.consent).toBe(true);
    expect(people.remove('ben')?.id).toBe('ben');
    expect(people.remove('ben')).toBeUndefined();
  });
});
