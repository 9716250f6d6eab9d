// The REST API under /api/v1, with its problems as one error type.

import type {
  CallRecord,
  CallSummary,
  Credentials,
  ProblemBody,
  Registration,
  RoomInfo,
  ServerStatus,
  Settings,
  UserInfo,
} from './wire.ts';

/** What the server refused, or `unreachable`. `code` is stable, `message` is for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

export const api = {
  status: () => call<ServerStatus>('GET', '/status'),
  setup: (token: string, account: Registration) => call<UserInfo>('POST', '/setup', { token, ...account }),
  register: (account: Registration) => call<UserInfo>('POST', '/users', account),
  me: () => call<UserInfo>('GET', '/me'),
  logIn: (credentials: Credentials) => call<UserInfo>('POST', '/session', credentials),
  enter: (token: string) => call<UserInfo>('POST', '/session/link', { token }),
  logOut: () => call<void>('DELETE', '/session'),
  settings: () => call<Settings>('GET', '/settings'),
  changeSettings: (settings: Settings) => call<Settings>('PUT', '/settings', settings),
  rooms: () => call<RoomInfo[]>('GET', '/rooms'),
  newRoom: (title: string | null) => call<RoomInfo>('POST', '/rooms', { title }),
  room: (code: string) => call<RoomInfo>('GET', `/rooms/${encodeURIComponent(code)}`),
  demo: (code: string) => call<void>('POST', `/rooms/${encodeURIComponent(code)}/demo`),
  calls: (code: string) => call<CallSummary[]>('GET', `/rooms/${encodeURIComponent(code)}/calls`),
  record: (id: string) => call<CallRecord>('GET', `/calls/${encodeURIComponent(id)}`),
};

export function exportUrl(id: string, format: 'json' | 'text' | 'webvtt'): string {
  return `${BASE}/calls/${encodeURIComponent(id)}/export?format=${format}`;
}

export function openSocket(): WebSocket {
  const url = new URL(`${BASE}/ws`, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url);
}

/** False only when the server says so: one that is out of reach does not end a log-in. */
export async function loggedIn(): Promise<boolean> {
  try {
    await api.me();
    return true;
  } catch (error) {
    return !(error instanceof ApiError && error.status === 401);
  }
}

/** Told when the server says that nobody is logged in here (any more). */
export function whenLoggedOut(listener: () => void): void {
  loggedOut = listener;
}

let loggedOut = () => {};

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${BASE}${path}`, {
    method,
    credentials: 'same-origin',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch(() => {
    throw new ApiError(0, 'unreachable', '');
  });
  if (response.status === 401) loggedOut();
  if (!response.ok) throw await problem(response);
  return (response.status === 204 || response.status === 202 ? undefined : await response.json()) as T;
}

async function problem(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as Partial<ProblemBody>;
  return new ApiError(response.status, body.code ?? 'unknown', body.detail ?? body.title ?? response.statusText);
}

const BASE = '/api/v1';
