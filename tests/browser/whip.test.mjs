// A program that is no browser, and not ours, sends into a call by WHIP.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Person } from './support/person.mjs';
import { Server, target } from './support/server.mjs';

const python = path.join(target, 'tools/aiortc/bin/python');
const script = fileURLToPath(new URL('support/whip.py', import.meta.url));

test('aiortc sends by WHIP: everybody sees and hears it, until it ends', async () => {
  const server = await Server.start();
  const ben = await server.register('ben');
  const code = await server.room(server.admin);
  const minted = await server.fetch('/api/v1/me/token', server.admin, { method: 'POST' });
  const { token } = await minted.json();
  const viewer = await Person.open(server, ben);
  let sender;
  try {
    await viewer.join(code);
    sender = spawn(python, [script, `${server.url}/api/v1/rooms/${code}/whip`, token]);
    let said = '';
    sender.stdout.on('data', (chunk) => (said += chunk));
    sender.stderr.on('data', (chunk) => (said += chunk));
    await viewer.sees('ada').catch((error) => {
      throw new Error(`${error.message}\n${said}\n${server.output}`);
    });
    const heard = await viewer.inbound('audio', 'packetsReceived');
    await viewer.page.waitForTimeout(1_000);
    assert.ok((await viewer.inbound('audio', 'packetsReceived')) > heard, 'no sound comes');
    sender.stdin.end();
    await once(sender, 'exit');
    assert.match(said, /sending\s+ended/);
    await viewer.tile('ada').waitFor({ state: 'detached' });
    assert.deepEqual(viewer.errors, []);
  } finally {
    sender?.kill();
    await viewer.close();
    await server.stop();
  }
});
