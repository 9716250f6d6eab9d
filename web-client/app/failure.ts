// Turns what went wrong with a request into a sentence for people.

import { ApiError } from './api.ts';
import { t } from './locales/index.ts';

export function sentence(error: unknown): string {
  if (error instanceof ApiError && error.code === 'unreachable') return t.common.unreachable;
  return error instanceof Error && error.message ? error.message : t.call.requestFailed;
}
