// What administrators see and do, over the API.

import type {
  AdminRoom,
  AdminSession,
  AdminUser,
  AuditLine,
  Health,
  Invite,
  LinkToken,
  ModelInfo,
  Settings,
} from '../wire.ts';
import { ask, askVersioned, change, page, part } from './http.ts';

export const adminApi = {
  users: (q: string, cursor?: string) => page<AdminUser>('/admin/users', { q, cursor }),
  changeUser: async (id: string, wish: { is_admin?: boolean; is_blocked?: boolean }) => {
    const path = `/admin/users/${part(id)}`;
    const { etag } = await askVersioned<AdminUser>(path);
    return (await change<AdminUser>('PATCH', path, etag, wish)).value;
  },
  deleteUser: (id: string) => ask<void>('DELETE', `/admin/users/${part(id)}`),
  resetLink: (id: string) => ask<LinkToken>('POST', `/admin/users/${part(id)}/reset-link`),
  rooms: (q: string, cursor?: string) => page<AdminRoom>('/admin/rooms', { q, cursor }),
  endCall: (code: string) => ask<void>('POST', `/admin/rooms/${part(code)}/end-call`),
  deleteRoom: (code: string) => ask<void>('DELETE', `/admin/rooms/${part(code)}`),
  sessions: (cursor?: string) => page<AdminSession>('/admin/sessions', { cursor }),
  endSession: (id: string) => ask<void>('DELETE', `/admin/sessions/${part(id)}`),
  audit: (action: string, cursor?: string) => page<AuditLine>('/admin/audit', { action, cursor }),
  invites: () => ask<Invite[]>('GET', '/admin/invites'),
  makeInvite: (days: number) => ask<Invite>('POST', '/admin/invites', { days }),
  revokeInvite: (id: string) => ask<void>('DELETE', `/admin/invites/${part(id)}`),
  settings: () => askVersioned<Settings>('/settings'),
  changeSettings: (etag: string, settings: Settings) => change<Settings>('PUT', '/settings', etag, settings),
  models: () => ask<ModelInfo[]>('GET', '/admin/models'),
  health: () => ask<Health>('GET', '/admin/health'),
};
