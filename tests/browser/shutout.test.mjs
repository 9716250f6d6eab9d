// What a block does to somebody in the middle of a call.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Person } from './support/person.mjs';
import { binary, Server } from './support/server.mjs';

const run = promisify(execFile);

let server;

before(async () => {
  server = await Server.start();
});

after(() => server?.stop());

/** Blocks `account` by an administrator's request. */
async function blockByRequest(account) {
  const { id } = await server.json('/api/v1/me', account);
  const endpoint = `/api/v1/admin/users/${id}`;
  const etag = (await server.fetch(endpoint, server.admin)).headers.get('etag');
  const { cookie } = server.admin;
  const response = await fetch(server.url + endpoint, {
    method: 'PATCH',
    headers: { cookie: `${cookie.name}=${cookie.value}`, 'content-type': 'application/json', 'if-match': etag },
    body: JSON.stringify({ is_blocked: true }),
  });
  assert.equal(response.status, 200, await response.text());
}

/** Blocks `account` from a shell, which the server only learns from the database. */
async function blockFromShell(account) {
  await run(binary, ['admin', 'block', account.username, '--data', server.data]);
}

/** Media that a page receives, in bytes. */
async function received(person) {
  return (await person.inbound('video', 'bytesReceived')) + (await person.inbound('audio', 'bytesReceived'));
}

/** Waits until nothing new comes; answers with the milliseconds until the last news. */
async function untilSilence(person) {
  const start = Date.now();
  let bytes = await received(person);
  let last = 0;
  while (Date.now() - start < 10_000) {
    await sleep(50);
    const now = await received(person);
    if (now > bytes) last = Date.now() - start;
    bytes = now;
    if (Date.now() - start - last > 2_000) return last;
  }
  assert.fail(`${person.account.username} still receives media`);
}

for (const [how, block] of [
  ['by an administrator', blockByRequest],
  ['from the shell', blockFromShell],
]) {
  test(`who is blocked ${how} is out of the call within a second, with all media`, async () => {
    const ben = await server.register(`ben-${block.name.toLowerCase()}`);
    const code = await server.room(server.admin);
    const stays = await Person.open(server, server.admin);
    const goes = await Person.open(server, ben);
    try {
      await Promise.all([stays.join(code), goes.join(code)]);
      await Promise.all([stays.sees(ben.username), goes.sees(server.admin.username)]);
      await block(ben);
      const gone = stays.tile(ben.username).waitFor({ state: 'detached', timeout: 10_000 });
      const [there, here] = await Promise.all([untilSilence(goes), untilSilence(stays), gone]);
      console.log(`the blocked one received media for ${there} ms more, the other of theirs for ${here} ms`);
      assert.ok(there < 1_000 && here < 1_000, `${there} ms and ${here} ms`);
      await assert.rejects(server.json('/api/v1/me', ben), /401/);
      assert.deepEqual(stays.errors, []);
    } finally {
      await Promise.all([stays.close(), goes.close()]);
    }
  });
}
