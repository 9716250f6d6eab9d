// What browser and server say to each other: the types generated from src/wire, with the protocol's constants.

import type { Answer } from './generated/wire.d.ts';

export type * from './generated/wire.d.ts';

/** A part of a list that can grow. */
export interface Page<T> {
  items: T[];
  /** The `cursor` that asks for the next page; absent when this is the last. */
  next?: string | null;
}

/** The answer to `join`, or to a `hello` that resumed. */
export type Joined = Extract<Answer, { kind: 'joined' }>;

/** The version of the protocol that this client speaks. */
export const PROTOCOL_VERSION = 1;
/** Longest chat message, in characters. */
export const MAX_CHAT_CHARS = 4_000;
/** How long a dropped participant may come back as the same one, in milliseconds. */
export const RESUME_MS = 30_000;
