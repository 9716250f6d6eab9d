import { describe, expect, it } from 'vitest';
import type { ParticipantRole } from '../wire.ts';
import { mayChangeRoom, mayClear, mayDeleteRoom, mayKeepDoor, mayKeepOrder, type Me } from './rules.ts';

const ROLES: ParticipantRole[] = ['guest', 'member', 'moderator', 'owner'];
const as = (role: Me['role'], isAdmin = false): Me => ({ role, isAdmin });

describe('the rules of the room', () => {
  it('offer nothing to those who only take part', () => {
    for (const role of ['guest', 'member', 'none'] as const) {
      expect(ROLES.some((other) => mayKeepOrder(as(role), other))).toBe(false);
      expect([mayClear, mayKeepDoor, mayChangeRoom, mayDeleteRoom].some((may) => may(as(role)))).toBe(false);
    }
  });

  it('let moderators keep order among those below them', () => {
    expect(ROLES.filter((other) => mayKeepOrder(as('moderator'), other))).toEqual(['guest', 'member']);
    expect([mayClear(as('moderator')), mayKeepDoor(as('moderator'))]).toEqual([true, true]);
    expect([mayChangeRoom(as('moderator')), mayDeleteRoom(as('moderator'))]).toEqual([false, false]);
  });

  it('let owners do everything in their room', () => {
    expect(ROLES.filter((other) => mayKeepOrder(as('owner'), other))).toEqual(['guest', 'member', 'moderator']);
    expect([mayClear, mayKeepDoor, mayChangeRoom, mayDeleteRoom].every((may) => may(as('owner')))).toBe(true);
  });

  it('let administrators stop whoever it is, and leave the door to the room', () => {
    expect(ROLES.every((other) => mayKeepOrder(as('member', true), other))).toBe(true);
    expect([mayClear(as('none', true)), mayDeleteRoom(as('none', true))]).toEqual([true, true]);
    expect([mayKeepDoor(as('none', true)), mayChangeRoom(as('none', true))]).toEqual([false, false]);
  });
});
