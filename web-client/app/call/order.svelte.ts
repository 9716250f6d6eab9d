// The order of the room in a call: what holds for all, who waits at the door, what one may do.

import type { Joined, ParticipantRole, Request } from '../wire.ts';
import type { Me } from './rules.ts';
import type { Signal } from './signal.ts';

export interface Knock {
  id: string;
  name: string;
}

/** What all can see of the room's settings. */
export interface RoomMarks {
  locked: boolean;
  lobby: boolean;
  history: boolean;
}

export class Order {
  marks: RoomMarks = $state.raw({ locked: false, lobby: false, history: true });
  role: ParticipantRole = $state('member');
  knocks: Knock[] = $state.raw([]);
  readonly #isAdmin: boolean;
  #request: Signal['request'];
  me: Me = $derived.by(() => ({ role: this.role, isAdmin: this.#isAdmin }));

  constructor(request: Signal['request'], isAdmin: boolean) {
    this.#request = request;
    this.#isAdmin = isAdmin;
  }

  enter({ role, locked, lobby, history }: Joined, resumed: boolean): void {
    this.role = role;
    this.marks = { locked, lobby, history };
    // Who waits is told again to those who come in anew.
    if (!resumed) this.knocks = [];
  }

  knocked(id: string, name: string): void {
    if (!this.knocks.some((knock) => knock.id === id)) this.knocks = [...this.knocks, { id, name }];
  }

  knockGone(id: string): void {
    this.knocks = this.knocks.filter((knock) => knock.id !== id);
  }

  /** Asks the server for something; fails with its reason. */
  async ask(request: Extract<Request, { type: OrderRequest }>): Promise<void> {
    await this.#request<OrderRequest>(request);
  }
}

type OrderRequest = 'admit' | 'clear_message' | 'clear_messages' | 'deny' | 'moderate';
