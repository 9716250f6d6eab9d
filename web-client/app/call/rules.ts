// What the client offers to do; the server decides anew about everything that is done.

import type { ParticipantRole, RoomRole } from '../wire.ts';

export interface Me {
  role: ParticipantRole | RoomRole;
  isAdmin: boolean;
}

/** Mute, stop a camera, send away: nobody does it to an owner, moderators only to those below them. */
export function mayKeepOrder(me: Me, other: ParticipantRole): boolean {
  if (me.isAdmin) return true;
  if (me.role === 'owner') return other !== 'owner';
  return me.role === 'moderator' && (other === 'guest' || other === 'member');
}

export function mayClear(me: Me): boolean {
  return me.isAdmin || keeps(me);
}

/** Decide about those who wait, lock the door, make links for guests. */
export function mayKeepDoor(me: Me): boolean {
  return keeps(me);
}

/** Change what the room is, and who keeps order in it. */
export function mayChangeRoom(me: Me): boolean {
  return me.role === 'owner';
}

export function mayDeleteRoom(me: Me): boolean {
  return me.isAdmin || me.role === 'owner';
}

function keeps(me: Me): boolean {
  return me.role === 'owner' || me.role === 'moderator';
}
