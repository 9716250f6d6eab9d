// A call's captions and chat as one timeline.

import type { CallRecord } from './wire.ts';

export interface Line {
  key: string;
  kind: 'caption' | 'chat';
  at: number;
  name: string;
  text: string;
  /** 0 to 1; captions only. */
  confidence: number | undefined;
  machine: boolean;
  model: string | undefined;
  /** What the machine read, where the signer corrected it. */
  read: string | undefined;
}

/** A run of lines of one person in one way: one heading, many lines. */
export interface Passage {
  key: string;
  name: string;
  kind: Line['kind'];
  lines: Line[];
}

export function timeline(record: CallRecord): Line[] {
  const started = Date.parse(record.call.started);
  const captions = record.transcript.map((line): Line => ({
    key: line.segment,
    kind: 'caption',
    // When it was signed, not when it was saved.
    at: started + line.start_ms,
    name: line.name,
    text: line.text,
    confidence: line.confidence,
    machine: line.machine,
    model: line.model,
    read: line.read ?? undefined,
  }));
  const chat = record.chat.map((message): Line => ({
    key: message.id,
    kind: 'chat',
    at: Date.parse(message.at),
    name: message.name,
    text: message.text,
    confidence: undefined,
    machine: false,
    model: undefined,
    read: undefined,
  }));
  return [...captions, ...chat].sort((a, b) => a.at - b.at);
}

export function passages(lines: readonly Line[]): Passage[] {
  const found: Passage[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last && last.name === line.name && last.kind === line.kind) last.lines.push(line);
    else found.push({ key: line.key, name: line.name, kind: line.kind, lines: [line] });
  }
  return found;
}
