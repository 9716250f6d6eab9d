// Which page an address means, without a browser.

export type Route =
  | { page: 'account' }
  | { page: 'administration'; section: AdminSection }
  | { page: 'call-record'; id: string }
  | { page: 'calls'; code: string }
  | { page: 'enter'; room: string | undefined; token: string }
  | { page: 'forgotten' }
  | { page: 'guest'; token: string }
  | { page: 'home' }
  | { page: 'log-in'; next: string }
  | { page: 'not-found' }
  | { page: 'register'; next: string; invite: string | undefined }
  | { page: 'reset'; token: string }
  | { page: 'room'; code: string }
  | { page: 'room-settings'; code: string }
  | { page: 'search'; q: string }
  | { page: 'setup'; token: string };

export const ADMIN_SECTIONS = ['users', 'rooms', 'sessions', 'log', 'invites', 'settings', 'models', 'health'] as const;
export type AdminSection = (typeof ADMIN_SECTIONS)[number];

export function route(url: URL): Route {
  const [first, second, third, ...rest] = url.pathname.split('/').filter((part) => part !== '');
  const fragment = decode(url.hash.slice(1));
  const next = localPath(url.searchParams.get('next'));
  if (rest.length > 0) return { page: 'not-found' };
  if (first === undefined) return { page: 'home' };
  if (first === 'r' && second !== undefined) {
    const code = normalCode(decode(second)) ?? decode(second);
    if (third === undefined) return { page: 'room', code };
    if (third === 'settings') return { page: 'room-settings', code };
    return third === 'calls' ? { page: 'calls', code } : { page: 'not-found' };
  }
  if (third !== undefined) return { page: 'not-found' };
  if (first === 'calls' && second !== undefined) return { page: 'call-record', id: decode(second) };
  if (first === 'admin') {
    const section = ADMIN_SECTIONS.find((known) => known === (second ?? ADMIN_SECTIONS[0]));
    return section ? { page: 'administration', section } : { page: 'not-found' };
  }
  if (second !== undefined) return { page: 'not-found' };
  switch (first) {
    case 'account':
      return { page: 'account' };
    case 'enter':
      return { page: 'enter', room: url.searchParams.get('room') ?? undefined, token: fragment };
    case 'forgotten':
      return { page: 'forgotten' };
    case 'g':
      return { page: 'guest', token: fragment };
    case 'login':
      return { page: 'log-in', next };
    case 'register':
      return { page: 'register', next, invite: fragment || undefined };
    case 'reset':
      return { page: 'reset', token: fragment };
    case 'search':
      return { page: 'search', q: url.searchParams.get('q') ?? '' };
    case 'setup':
      return { page: 'setup', token: url.searchParams.get('token') ?? fragment };
    default:
      return { page: 'not-found' };
  }
}

/** A room's code out of what people paste: the code with or without spaces and dashes, or a link. */
export function normalCode(text: string): string | undefined {
  const fromLink = /\/r\/([^/?#\s]+)/.exec(text)?.[1];
  const code = (fromLink ?? text).replaceAll(/[\s-]/g, '').toLowerCase();
  return /^[a-z0-9]{9}$/.test(code) ? code : undefined;
}

/** Three groups of three are easier to read aloud. */
export function spacedCode(code: string): string {
  return code.length === 9 ? `${code.slice(0, 3)}-${code.slice(3, 6)}-${code.slice(6)}` : code;
}

/** Only paths of this server: a link must not send people elsewhere after they logged in. */
function localPath(path: string | null): string {
  return path !== null && /^\/(?![/\\])/.test(path) ? path : '/';
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
