// Reads the slot table: whose tracks are which.

import type { SlotView } from '../wire.ts';

/** The tracks of everyone who is in a slot, by participant. */
export function tracksByParticipant<T>(slots: readonly SlotView[], tracks: ReadonlyMap<string, T>): Map<string, T[]> {
  const byParticipant = new Map<string, T[]>();
  for (const { mid, participant } of slots) {
    const track = tracks.get(mid);
    if (!participant || track === undefined) continue;
    const theirs = byParticipant.get(participant);
    if (theirs) theirs.push(track);
    else byParticipant.set(participant, [track]);
  }
  return byParticipant;
}

/** Those whose picture is held back, as the network does not take it. */
export function pausedParticipants(slots: readonly SlotView[]): Set<string> {
  return new Set(slots.flatMap(({ participant, paused }) => (participant && paused === 'bandwidth' ? [participant] : [])));
}

/** Who is shown in the video slot with this `mid`. */
export function participantAt(slots: readonly SlotView[], mid: string): string | undefined {
  return slots.find((slot) => slot.mid === mid)?.participant ?? undefined;
}
