import { describe, expect, it } from 'vitest';
import { decide, delay, type Circumstances } from './reconnect.ts';

const now: Circumstances = { resumable: true, droppedForMs: 100, attempts: 0, random: 0.5 };

describe('after a connection ended', () => {
  it('a dropped participant resumes, for as long as the server keeps the seat', () => {
    expect(decide({ kind: 'dropped' }, now).kind).toBe('resume');
    expect(decide({ kind: 'dropped' }, { ...now, droppedForMs: 31_000 }).kind).toBe('join');
  });

  it('one who never was in joins', () => {
    expect(decide({ kind: 'dropped' }, { ...now, resumable: false }).kind).toBe('join');
  });

  it('the server has its say: resume, reconnect or stop', () => {
    const said = { kind: 'farewell', code: 'slow_reader', detail: 'too slow' } as const;
    expect(decide({ ...said, action: 'resume' }, now).kind).toBe('resume');
    expect(decide({ ...said, action: 'reconnect' }, now).kind).toBe('join');
    expect(decide({ ...said, action: 'stop' }, now)).toEqual({ kind: 'stop', code: 'slow_reader', detail: 'too slow' });
  });

  it('an expired resume token means joining anew, at once', () => {
    expect(decide({ kind: 'refused', code: 'resume_expired', detail: '' }, now)).toEqual({ kind: 'join', afterMs: 0 });
  });

  it('what would be refused again is not tried again', () => {
    expect(decide({ kind: 'refused', code: 'room_full', detail: 'full' }, now).kind).toBe('stop');
    expect(decide({ kind: 'refused', code: 'internal', detail: '' }, now).kind).toBe('join');
  });

  it('waits longer each time, within bounds, not all clients at once', () => {
    const waits = [0, 1, 2, 3, 4, 20].map((attempts) => delay(attempts, 0.5));
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000]);
    expect(delay(4, 0)).toBeLessThan(delay(4, 1));
  });
});
