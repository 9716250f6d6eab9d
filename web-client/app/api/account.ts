// One's own account over the API.

import type { ApiToken, ProfileChange, SessionInfo, UserInfo } from '../wire.ts';
import { ask, BASE, part } from './http.ts';

export const accountApi = {
  change: (change: ProfileChange) => ask<UserInfo>('PATCH', '/me', change),
  changePassword: (current: string, next: string) => ask<void>('PUT', '/me/password', { current, new: next }),
  sessions: () => ask<SessionInfo[]>('GET', '/me/sessions'),
  endSession: (id: string) => ask<void>('DELETE', `/me/sessions/${part(id)}`),
  endOtherSessions: () => ask<void>('DELETE', '/me/sessions'),
  newToken: () => ask<ApiToken>('POST', '/me/token'),
  delete: (password: string) => ask<void>('POST', '/me/delete', { password }),
  requestReset: (account: string) => ask<void>('POST', '/password-resets', { account }),
  reset: (token: string, password: string) => ask<UserInfo>('POST', '/password-reset', { token, password }),
};

/** An archive of everything that the server keeps of me. */
export const EXPORT_URL = `${BASE}/me/export`;
