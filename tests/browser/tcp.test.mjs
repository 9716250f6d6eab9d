// A network that lets no UDP out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from './support/person.mjs';
import { Server } from './support/server.mjs';

test('where UDP does not get out, a call goes over TCP both ways', async () => {
  const server = await Server.start();
  const ben = await server.register('ben');
  const code = await server.room(server.admin);
  const people = [await Person.open(server, server.admin), await Person.open(server, ben, { tcpOnly: true })];
  try {
    for (const person of people) await person.join(code);
    await Promise.all([people[0].sees('ben'), people[1].sees('ada')]);
    assert.deepEqual([...new Set(await people[0].transports())], ['udp']);
    assert.deepEqual([...new Set(await people[1].transports())], ['tcp']);
    const before = await people[1].inbound('video', 'framesDecoded');
    await people[1].page.waitForTimeout(3_000);
    const shown = (await people[1].inbound('video', 'framesDecoded')) - before;
    assert.ok(shown >= 30, `${shown} pictures in three seconds`);
    for (const person of people) assert.deepEqual(person.errors, []);
  } finally {
    await Promise.all(people.map((person) => person.close()));
    await server.stop();
  }
});
