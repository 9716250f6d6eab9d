// What a block does to somebody in the middle of a call.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
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
  await server.change(`/api/v1/admin/users/${id}`, server.admin, { is_blocked: true });
}

/** Blocks `account` from a shell, which the server only learns from the database. */
async function blockFromShell(account) {
  await run(binary, ['admin', 'block', account.username, '--data', server.data]);
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
      const [there, here] = await Promise.all([goes.untilSilence(), stays.untilSilence(), gone]);
      console.log(`the blocked one received media for ${there} ms more, the other of theirs for ${here} ms`);
      assert.ok(there < 1_000 && here < 1_000, `${there} ms and ${here} ms`);
      await assert.rejects(server.json('/api/v1/me', ben), /401/);
      assert.deepEqual(stays.errors, []);
    } finally {
      await Promise.all([stays.close(), goes.close()]);
    }
  });
}
