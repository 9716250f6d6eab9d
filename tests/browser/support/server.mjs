// A server of its own for a test: the real binary, a fresh data folder, free ports.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
export const binary = path.join(target, 'release/glossa');

/** A port that was free a moment ago, for TCP and UDP alike. */
export async function freePort() {
  const probe = net.createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

export class Server {
  /** Starts a server and makes its first administrator, `ada`. */
  static async start({ args = [] } = {}) {
    const data = await mkdtemp(path.join(os.tmpdir(), 'glossa-test-'));
    const server = new Server(data, await freePort(), args);
    await server.launch();
    server.admin = await server.claim();
    return server;
  }

  constructor(data, port, args) {
    Object.assign(this, { data, port, args, url: `http://127.0.0.1:${port}`, output: '' });
  }

  async launch() {
    const options = { cwd: this.data, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] };
    const flags = ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, ...this.args];
    this.process = spawn(binary, flags, options);
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on('data', (chunk) => (this.output += chunk));
    }
    for (let attempt = 0; attempt < 300; attempt += 1) {
      if (this.process.exitCode !== null) throw new Error(`the server ended at once:\n${this.output}`);
      try {
        if ((await fetch(`${this.url}/health/ready`)).ok) return;
      } catch {
        // Not listening yet.
      }
      await sleep(100);
    }
    throw new Error(`the server did not answer:\n${this.output}`);
  }

  /** Uses the one-time link. */
  async claim() {
    const token = /setup[?#](?:token=)?([\w-]+)/.exec(this.output)?.[1];
    if (!token) throw new Error(`the server printed no setup link:\n${this.output}`);
    return this.account('/api/v1/setup', 'ada', { token });
  }

  /** Makes an account by the open registration. */
  register(username) {
    return this.account('/api/v1/users', username);
  }

  async account(endpoint, username, more = {}) {
    const password = `pass-of-${username}`;
    const response = await this.fetch(endpoint, null, {
      method: 'POST',
      body: { ...more, username, email: `${username}@example.org`, password },
    });
    const [cookie] = response.headers.getSetCookie();
    const [name, value] = cookie.split(';')[0].split('=');
    return { username, password, cookie: { name, value } };
  }

  async room(account, title = 'Test room') {
    const response = await this.fetch('/api/v1/rooms', account, { method: 'POST', body: { title } });
    return (await response.json()).code;
  }

  async fetch(endpoint, account, { method = 'GET', body, headers: more = {} } = {}) {
    const headers = { ...more };
    if (account) headers.cookie = `${account.cookie.name}=${account.cookie.value}`;
    if (body) headers['content-type'] = 'application/json';
    const response = await fetch(this.url + endpoint, { method, headers, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${endpoint}: ${response.status} ${await response.text()}`);
    return response;
  }

  /** Changes what two people can edit, as it is now. */
  async change(endpoint, account, body, method = 'PATCH') {
    const etag = (await this.fetch(endpoint, account)).headers.get('etag');
    return this.fetch(endpoint, account, { method, body, headers: { 'if-match': etag } });
  }

  /** The address of a new link by which guests come into a room. */
  async guestLink(code, owner) {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const made = await this.fetch(`/api/v1/rooms/${code}/guest-links`, owner, { method: 'POST', body: { expires_at } });
    return `${this.url}/g#${(await made.json()).token}`;
  }

  async json(endpoint, account) {
    return (await this.fetch(endpoint, account)).json();
  }

  /** Ends the process without a chance to tidy up. */
  async kill() {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGTERM');
      await ended;
    }
    await rm(this.data, { recursive: true, force: true });
  }
}
