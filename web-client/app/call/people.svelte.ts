// Everyone in the call, with what is seen and heard of them.

import type { Participant, SlotView } from '../wire.ts';
import { pausedParticipants, tracksByParticipant } from './slots.ts';
import type { Reception } from './stats.ts';

export class Person {
  readonly id: string;
  readonly isMe: boolean;
  /** Their sound and picture; its tracks change, it stays. */
  readonly stream = new MediaStream();
  state: Participant = $state.raw() as Participant;
  reception: Reception = $state.raw({});
  /** Their picture is not sent, for want of bandwidth here. */
  paused = $state(false);
  speaking = $derived(this.state.microphone && (this.reception.loudness ?? 0) > SPEAKING);

  constructor(state: Participant, isMe: boolean) {
    this.id = state.id;
    this.isMe = isMe;
    this.state = state;
  }

  /** Makes the stream hold exactly these tracks. */
  show(tracks: readonly MediaStreamTrack[]): void {
    for (const track of this.stream.getTracks()) if (!tracks.includes(track)) this.stream.removeTrack(track);
    for (const track of tracks) this.stream.addTrack(track);
  }
}

export class People {
  list: Person[] = $state.raw([]);
  slots: readonly SlotView[] = [];
  me: string | undefined = $state();
  self = $derived(this.list.find((person) => person.isMe));

  /** The whole room, after joining or resuming. Those who stayed keep their stream. */
  reset(me: string, participants: readonly Participant[]): void {
    const before = new Map(this.list.map((person) => [person.id, person]));
    this.me = me;
    this.list = participants.map((state) => {
      const person = before.get(state.id) ?? new Person(state, state.id === me);
      person.state = state;
      return person;
    });
  }

  add(state: Participant): void {
    if (this.find(state.id)) this.change(state);
    else this.list = [...this.list, new Person(state, state.id === this.me)];
  }

  change(state: Participant): void {
    const person = this.find(state.id);
    if (person) person.state = state;
  }

  remove(id: string): Person | undefined {
    const person = this.find(id);
    this.list = this.list.filter((other) => other.id !== id);
    return person;
  }

  find(id: string): Person | undefined {
    return this.list.find((person) => person.id === id);
  }

  /** Puts the subscribe connection's tracks where the slot table says. */
  assign(slots: readonly SlotView[], tracks: ReadonlyMap<string, MediaStreamTrack>): void {
    this.slots = slots;
    const byParticipant = tracksByParticipant(slots, tracks);
    const paused = pausedParticipants(slots);
    for (const person of this.list) {
      if (person.isMe) continue;
      person.show(byParticipant.get(person.id) ?? []);
      person.paused = paused.has(person.id);
    }
  }
}

const SPEAKING = 0.02;
