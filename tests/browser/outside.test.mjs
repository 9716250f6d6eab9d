// Calls over TLS: the server's own certificate, and nginx in front with a certificate file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Nginx } from './support/nginx.mjs';
import { Person } from './support/person.mjs';
import { Server } from './support/server.mjs';

async function meet(server, url) {
  const bert = await server.register('bert');
  const code = await server.room(server.admin);
  const people = [];
  try {
    for (const account of [server.admin, bert]) {
      const person = await Person.open(server, null, { url });
      people.push(person);
      person.account = account;
      await person.logIn(account);
      const [cookie] = (await person.page.context().cookies()).filter(({ name }) => name.endsWith('glossa'));
      assert.equal(cookie.name, '__Host-glossa');
      assert.ok(cookie.secure && cookie.httpOnly);
      await person.join(code);
    }
    const [ada, second] = people;
    await ada.sees('bert');
    await second.sees('ada');
    await ada.say('over TLS');
    await second.chat().getByText('over TLS').waitFor();
    for (const person of people) assert.deepEqual(person.errors, []);
  } finally {
    for (const person of people) await person.close();
  }
}

test('two people meet on a server with a certificate of its own', async () => {
  const server = await Server.start({ args: ['--tls', 'self-signed'] });
  try {
    await meet(server, `https://localhost:${server.port}`);
    assert.match(server.output, /SHA-256 fingerprint:\n([0-9A-F]{2}:){31}[0-9A-F]{2}\n/);
    assert.match(server.output, /https:\/\/127\.0\.0\.1:\d+\/setup#/);
  } finally {
    await server.stop();
  }
});

test('two people meet behind nginx', async () => {
  const server = await Server.start({ args: ['--trusted-proxies', '127.0.0.1'] });
  const nginx = await Nginx.before(server);
  try {
    await meet(server, nginx.url);
  } finally {
    await nginx.stop();
    await server.stop();
  }
});
