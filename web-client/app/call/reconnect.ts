// Decides what follows when the connection to the server ends.

import { RESUME_MS, type ErrorCode } from '../wire.ts';
import type { Farewell } from './signal.ts';

/** Why the connection ended: it dropped, a request on it was refused, or the server said farewell. */
export type Ending =
  { kind: 'dropped' } | { kind: 'refused'; code: ErrorCode; detail: string } | ({ kind: 'farewell' } & Farewell);

export type Next =
  | { kind: 'join'; afterMs: number }
  | { kind: 'resume'; afterMs: number }
  | { kind: 'stop'; code: ErrorCode; detail: string };

export interface Circumstances {
  /** A resume token is at hand. */
  resumable: boolean;
  /** How long ago the participant was last connected. */
  droppedForMs: number;
  /** Attempts since then that failed. */
  attempts: number;
  /** 0 to 1: spreads the clients of a server that restarted. */
  random: number;
}

export function decide(ending: Ending, now: Circumstances): Next {
  const afterMs = delay(now.attempts, now.random);
  if (ending.kind === 'farewell') {
    if (ending.action === 'stop') return { kind: 'stop', code: ending.code, detail: ending.detail };
    if (ending.action === 'reconnect') return { kind: 'join', afterMs };
  }
  if (ending.kind === 'refused') {
    if (FINAL.has(ending.code)) return { kind: 'stop', code: ending.code, detail: ending.detail };
    if (ending.code === 'resume_expired') return { kind: 'join', afterMs: 0 };
    return { kind: 'join', afterMs };
  }
  const resumes = now.resumable && now.droppedForMs + afterMs < RESUME_MS;
  return { kind: resumes ? 'resume' : 'join', afterMs };
}

/** 0.25 s, doubling to 4 s, each spread by a quarter: a call is worth a quick retry. */
export function delay(attempts: number, random: number): number {
  const base = Math.min(250 * 2 ** attempts, 4_000);
  return Math.round(base * (0.75 + random / 2));
}

/** Trying again would be refused again. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'bad_sdp',
  'banned',
  'call_ended',
  'denied',
  'displaced',
  'forbidden',
  'not_invited',
  'password_needed',
  'password_wrong',
  'removed',
  'room_full',
  'room_locked',
  'room_unknown',
  'session_ended',
  'version_unsupported',
]);
