// Rooms over the API: what they are, who may come, who keeps order.

import type {
  CallSummary,
  GuestInfo,
  GuestLink,
  NewGuestLink,
  PersonRole,
  RoomChange,
  RoomInfo,
  RoomPerson,
} from '../wire.ts';
import { ask, askVersioned, change, page, part } from './http.ts';

export const roomsApi = {
  list: (cursor?: string) => page<RoomInfo>('/rooms', { cursor }),
  make: (title: string | null) => ask<RoomInfo>('POST', '/rooms', { title }),
  one: (code: string) => ask<RoomInfo>('GET', of(code)),
  toChange: (code: string) => askVersioned<RoomInfo>(of(code)),
  change: (code: string, etag: string, wish: RoomChange) => change<RoomInfo>('PATCH', of(code), etag, wish),
  delete: (code: string) => ask<void>('DELETE', of(code)),
  handOver: (code: string, username: string) => ask<RoomInfo>('POST', `${of(code)}/owner`, { username }),
  demo: (code: string) => ask<void>('POST', `${of(code)}/demo`),
  calls: (code: string, cursor?: string) => page<CallSummary>(`${of(code)}/calls`, { cursor }),
  people: (code: string) => ask<RoomPerson[]>('GET', `${of(code)}/people`),
  setRole: (code: string, username: string, role: PersonRole) =>
    ask<void>('PUT', `${of(code)}/people/${part(username)}`, { role }),
  forget: (code: string, username: string) => ask<void>('DELETE', `${of(code)}/people/${part(username)}`),
  guestLinks: (code: string) => ask<GuestLink[]>('GET', `${of(code)}/guest-links`),
  makeGuestLink: (code: string, link: NewGuestLink) => ask<GuestLink>('POST', `${of(code)}/guest-links`, link),
  revokeGuestLink: (code: string, id: string) => ask<void>('DELETE', `${of(code)}/guest-links/${part(id)}`),
  enterAsGuest: (token: string, name: string) => ask<GuestInfo>('POST', '/guest', { token, name }),
  guest: () => ask<GuestInfo>('GET', '/guest'),
};

function of(code: string): string {
  return `/rooms/${part(code)}`;
}
