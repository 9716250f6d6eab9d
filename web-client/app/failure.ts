// Turns what went wrong with a request into a sentence for people.

import { ApiError } from './api.ts';
import { t } from './locales/index.ts';

export function sentence(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.status === 429) return t.problem.slow_down(error.retryAfterSeconds);
    const known = t.problem.byCode[error.code];
    if (known) return known;
  }
  return error instanceof Error && error.message ? error.message : t.call.requestFailed;
}
