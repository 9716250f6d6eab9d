// What a filled-in form asks to change about a room.

import type { Access, RoomChange } from '../../wire.ts';

export interface RoomWish {
  title: string;
  access: Access;
  history: boolean;
  /** Empty keeps everything for good. */
  days: number | null;
  /** A new one; empty leaves it as it is. */
  password: string;
  noPassword: boolean;
}

export function wish(form: RoomWish): RoomChange {
  const change: RoomChange = {
    title: form.title.trim() || null,
    access: form.access,
    history: form.history,
    retention_days: form.days ?? null,
  };
  if (form.noPassword) change.password = null;
  else if (form.password !== '') change.password = form.password;
  return change;
}
