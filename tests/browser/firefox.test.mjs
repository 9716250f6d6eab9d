// Browsers of two makers in one call.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FirefoxPerson } from './support/firefox.mjs';
import { Person } from './support/person.mjs';
import { Server } from './support/server.mjs';

test('Firefox and Chromium see, hear and read each other', async () => {
  const server = await Server.start();
  const ben = await server.register('ben');
  const code = await server.room(server.admin);
  const chromium = await Person.open(server, server.admin);
  const firefox = await FirefoxPerson.open(server, ben);
  try {
    await chromium.join(code);
    await firefox.join(code);
    await Promise.all([chromium.sees('ben'), firefox.sees('ada')]);
    const heard = await chromium.inbound('audio', 'packetsReceived');
    await chromium.page.waitForTimeout(1_000);
    assert.ok((await chromium.inbound('audio', 'packetsReceived')) > heard + 10, 'no sound comes from Firefox');
    await firefox.say('from a fox');
    await chromium.chat().getByText('from a fox').waitFor();
    await chromium.say('from chrome');
    await firefox.reads('from chrome');
    assert.deepEqual(chromium.errors, []);
    assert.deepEqual(firefox.errors, []);
  } finally {
    await Promise.all([chromium.close(), firefox.close()]);
    await server.stop();
  }
});
