// One request to /api/v1, with the server's problems as one error type.

import type { Page, ProblemBody } from '../wire.ts';

export const BASE = '/api/v1';

/** What the server refused, or `unreachable`. `code` is stable, `message` is for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    /** How long to wait before another attempt, where the server said so. */
    readonly retryAfterSeconds?: number,
  ) {
    super(detail);
  }
}

/** Something that two people can edit, with the mark of the version that was read. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

/** Told when the server says that nobody is logged in here (any more). */
export function whenLoggedOut(listener: () => void): void {
  loggedOut = listener;
}

export async function ask<T>(method: Method, path: string, body?: unknown): Promise<T> {
  return read<T>(await send(method, path, body));
}

export async function askVersioned<T>(path: string): Promise<Versioned<T>> {
  return versioned<T>(await send('GET', path));
}

/** Changes what was read as `etag`; fails with `changed_meanwhile` when somebody else was faster. */
export async function change<T>(
  method: 'PATCH' | 'PUT',
  path: string,
  etag: string,
  body: unknown,
): Promise<Versioned<T>> {
  return versioned<T>(await send(method, path, body, { 'if-match': etag }));
}

/** A page of a list that can grow. */
export function page<T>(path: string, query: Record<string, string | undefined> = {}): Promise<Page<T>> {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(given).toString();
  return ask<Page<T>>('GET', search ? `${path}?${search}` : path);
}

export function part(text: string): string {
  return encodeURIComponent(text);
}

type Method = 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';

let loggedOut = () => {};

async function send(
  method: Method,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(`${BASE}${path}`, {
    method,
    credentials: 'same-origin',
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch(() => {
    throw new ApiError(0, 'unreachable', '');
  });
  if (response.ok) return response;
  const error = await problem(response);
  // A wrong password in a form of somebody who is logged in does not end their log-in.
  if (error.status === 401 && error.code !== 'credentials_wrong') loggedOut();
  throw error;
}

async function read<T>(response: Response): Promise<T> {
  return (response.status === 204 || response.status === 202 ? undefined : await response.json()) as T;
}

async function versioned<T>(response: Response): Promise<Versioned<T>> {
  return { value: await read<T>(response), etag: response.headers.get('etag') ?? '*' };
}

async function problem(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as Partial<ProblemBody>;
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiError(
    response.status,
    body.code ?? 'unknown',
    body.detail ?? body.title ?? response.statusText,
    Number.isFinite(wait) ? wait : undefined,
  );
}
