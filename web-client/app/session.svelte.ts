// Who is logged in, and what the server told visitors about itself.

import { api, ApiError, roomsApi, whenLoggedOut } from './api.ts';
import type { GuestInfo, ServerStatus, UserInfo } from './wire.ts';

class Session {
  user: UserInfo | undefined = $state.raw();
  /** Somebody without an account who came by a link. */
  guest: GuestInfo | undefined = $state.raw();
  status: ServerStatus | undefined = $state.raw();
  state: 'asking' | 'known' | 'unreachable' = $state('asking');
  /** The API token of an account made just now. */
  newToken: string | undefined = $state();

  async ask(): Promise<void> {
    this.state = 'asking';
    try {
      const [status, user] = await Promise.all([api.status(), api.me().catch(anonymous)]);
      this.status = status;
      this.user = user;
      this.guest = user ? undefined : await roomsApi.guest().catch(() => undefined);
      this.state = 'known';
    } catch {
      this.state = 'unreachable';
    }
  }

  enter(user: UserInfo): void {
    this.newToken = user.token ?? undefined;
    this.user = user;
    this.guest = undefined;
    if (this.status) this.status = { ...this.status, setup_needed: false };
  }

  async logOut(): Promise<void> {
    await api.logOut().catch(() => undefined);
    this.forget();
  }

  /** The same account, changed. */
  update(user: UserInfo): void {
    this.user = user;
  }

  enterAsGuest(guest: GuestInfo): void {
    this.guest = guest;
  }

  /** The server ended the log-in. */
  forget(): void {
    this.user = undefined;
    this.newToken = undefined;
  }
}

function anonymous(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 401) return undefined;
  throw error;
}

export const session = new Session();
// Whatever page is open: it gives way to the log-in.
whenLoggedOut(() => session.forget());
