// The REST API under /api/v1: who is here, what was said.

import { accountApi } from './api/account.ts';
import { ask, ApiError, BASE, page, part } from './api/http.ts';
import { roomsApi } from './api/rooms.ts';
import type { CallRecord, Credentials, Found, Registration, ServerStatus, UserInfo } from './wire.ts';

export { adminApi } from './api/administration.ts';
export { EXPORT_URL } from './api/account.ts';
export { ApiError, whenLoggedOut, type Versioned } from './api/http.ts';
export { accountApi, roomsApi };

export const api = {
  status: () => ask<ServerStatus>('GET', '/status'),
  setup: (token: string, account: Registration) => ask<UserInfo>('POST', '/setup', { token, ...account }),
  register: (account: Registration) => ask<UserInfo>('POST', '/users', account),
  me: () => ask<UserInfo>('GET', '/me'),
  logIn: (credentials: Credentials) => ask<UserInfo>('POST', '/session', credentials),
  enter: (token: string) => ask<UserInfo>('POST', '/session/link', { token }),
  logOut: () => ask<void>('DELETE', '/session'),
  record: (id: string) => ask<CallRecord>('GET', `/calls/${part(id)}`),
  search: (q: string, cursor?: string) => page<Found>('/search', { q, cursor }),
};

export function exportUrl(id: string, format: 'json' | 'text' | 'webvtt'): string {
  return `${BASE}/calls/${part(id)}/export?format=${format}`;
}

export function openSocket(): WebSocket {
  const url = new URL(`${BASE}/ws`, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url);
}

/** False only when the server says so: one that is out of reach does not end a log-in. */
export async function loggedIn(as: 'guest' | 'member' = 'member'): Promise<boolean> {
  try {
    await (as === 'guest' ? roomsApi.guest() : api.me());
    return true;
  } catch (error) {
    return !(error instanceof ApiError && error.status === 401);
  }
}
