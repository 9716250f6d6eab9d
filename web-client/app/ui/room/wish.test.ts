import { describe, expect, it } from 'vitest';
import { wish, type RoomWish } from './wish.ts';

describe('a change of a room', () => {
  const form: RoomWish = {
    title: ' Team ',
    access: 'members',
    history: true,
    days: 30,
    password: '',
    noPassword: false,
  };

  it('leaves the password alone unless something was said about it', () => {
    expect('password' in wish(form)).toBe(false);
    expect(wish({ ...form, password: 'long enough' }).password).toBe('long enough');
    expect(wish({ ...form, password: 'long enough', noPassword: true }).password).toBeNull();
  });

  it('takes away what was emptied', () => {
    expect(wish(form)).toEqual({ title: 'Team', access: 'members', history: true, retention_days: 30 });
    expect(wish({ ...form, title: '  ', days: null })).toMatchObject({ title: null, retention_days: null });
  });
});
