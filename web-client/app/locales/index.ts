// The dictionary in use; a further language is one more file of the same type.

import { en, type Dictionary } from './en.ts';

export const t: Dictionary = en;

const clock = new Intl.DateTimeFormat(t.language, { hour: '2-digit', minute: '2-digit' });
const whole = new Intl.DateTimeFormat(t.language, { dateStyle: 'medium' });
const day = new Intl.DateTimeFormat(t.language, { dateStyle: 'medium', timeStyle: 'short' });

export function timeOfDay(at: string | number): string {
  return clock.format(new Date(at));
}

export function date(at: string | number): string {
  return whole.format(new Date(at));
}

export function dateAndTime(at: string | number): string {
  return day.format(new Date(at));
}

/** Hours only where there are any: 4:05, 1:04:05. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
