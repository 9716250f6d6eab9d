import { describe, expect, it } from 'vitest';
import { normalCode, route, spacedCode } from './routes.ts';

const at = (path: string) => route(new URL(path, 'http://localhost:8900'));

describe('an address', () => {
  it('leads to its page', () => {
    expect(at('/')).toEqual({ page: 'home' });
    expect(at('/r/k7mpt4xqw')).toEqual({ page: 'room', code: 'k7mpt4xqw' });
    expect(at('/r/K7M-PT4-XQW')).toEqual({ page: 'room', code: 'k7mpt4xqw' });
    expect(at('/r/k7mpt4xqw/calls')).toEqual({ page: 'calls', code: 'k7mpt4xqw' });
    expect(at('/calls/0192')).toEqual({ page: 'call-record', id: '0192' });
    expect(at('/register?next=/r/abc')).toEqual({ page: 'register', next: '/r/abc', invite: undefined });
    expect(at('/account')).toEqual({ page: 'account' });
    expect(at('/admin')).toEqual({ page: 'administration', section: 'users' });
    expect(at('/admin/log')).toEqual({ page: 'administration', section: 'log' });
    expect(at('/r/k7mpt4xqw/settings')).toEqual({ page: 'room-settings', code: 'k7mpt4xqw' });
    expect(at('/search?q=train%20home')).toEqual({ page: 'search', q: 'train home' });
    for (const nowhere of [
      '/x',
      '/r',
      '/r/a/b',
      '/r/a/calls/c',
      '/login/x',
      '/admin/x',
      '/admin/users/x',
      '/account/x',
      '/%',
    ]) {
      expect(at(nowhere).page).toBe('not-found');
    }
  });

  it('carries one-time tokens in its fragment or query', () => {
    expect(at('/setup?token=abc')).toEqual({ page: 'setup', token: 'abc' });
    expect(at('/register#inv')).toEqual({ page: 'register', next: '/', invite: 'inv' });
    expect(at('/reset#tok')).toEqual({ page: 'reset', token: 'tok' });
    expect(at('/g#tok')).toEqual({ page: 'guest', token: 'tok' });
    expect(at('/setup#abc')).toEqual({ page: 'setup', token: 'abc' });
    expect(at('/enter?room=k7mpt4xqw#tok')).toEqual({ page: 'enter', room: 'k7mpt4xqw', token: 'tok' });
  });

  it('never leads elsewhere after logging in', () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'r/x']) {
      expect(at(`/login?next=${encodeURIComponent(next)}`)).toEqual({ page: 'log-in', next: '/' });
    }
  });
});

describe('a room code', () => {
  it('is found in whatever people paste', () => {
    expect(normalCode(' k7m pt4 xqw ')).toBe('k7mpt4xqw');
    expect(normalCode('K7M-PT4-XQW')).toBe('k7mpt4xqw');
    expect(normalCode('https://call.example/r/k7mpt4xqw?x=1')).toBe('k7mpt4xqw');
    expect(normalCode('hello')).toBeUndefined();
  });

  it('is shown in groups', () => {
    expect(spacedCode('k7mpt4xqw')).toBe('k7m-pt4-xqw');
  });
});
