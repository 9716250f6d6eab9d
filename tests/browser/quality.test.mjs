// Everybody is sent pictures as large as they look at, and no others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sized } from './support/clips.mjs';
import { Person } from './support/person.mjs';
import { Server } from './support/server.mjs';

/** Somebody whose camera is `camera`, and somebody who looks at them in a large window. */
async function look(camera, scene) {
  const server = await Server.start();
  const ben = await server.register('ben');
  const code = await server.room(server.admin);
  const people = [
    await Person.open(server, server.admin, { camera, viewport: { width: 500, height: 400 } }),
    await Person.open(server, ben, { camera, viewport: { width: 1600, height: 1000 } }),
  ];
  try {
    for (const person of people) await person.join(code);
    await people[1].sees('ada');
    await scene(...people);
    for (const person of people) assert.deepEqual(person.errors, []);
  } finally {
    await Promise.all(people.map((person) => person.close()));
    await server.stop();
  }
}

/** Waits until `read` answers what `fits`; answers with the milliseconds. */
async function until(what, read, fits, patience = 20_000) {
  const start = Date.now();
  let seen;
  while (!fits((seen = await read()))) {
    if (Date.now() - start > patience) assert.fail(`${what}: ${JSON.stringify(seen)}`);
    await sleep(100);
  }
  return Date.now() - start;
}

test('a picture grows and falls with its tile without standing still, and what nobody sees is not sent', async () => {
  const camera = await sized(1280, 720);
  await look(camera, async (ada, ben) => {
    const lines = (expected) => until('lines', () => ben.heightOf('ada'), (height) => height === expected);
    const sends = (...expected) =>
      until(
        `layers ${expected}`,
        async () => (await ada.layersSent()).filter((layer) => layer.active && layer.fresh > 0).map(({ rid }) => rid),
        (rids) => rids.toSorted().join() === expected.toSorted().join(),
      );
    await ben.button('Pin ada').click();
    await lines(720);
    await sends('f');
    const longest = await ben.watchPictures();

    for (let round = 0; round < 2; round += 1) {
      // The strip beside one's own pinned tile.
      await ben.button('Unpin ada').click();
      await ben.button('Pin ben').click();
      const fall = await lines(180);
      await sends('q');
      await ben.button('Unpin ben').click();
      await ben.button('Pin ada').click();
      const rise = await lines(720);
      await sends('f');
      console.log(`180 lines after ${fall} ms, 720 after ${rise} ms`);
    }
    const gap = await longest();
    const freezes = await ben.inbound('video', 'freezeCount');
    console.log(`the longest time without a new picture: ${gap} ms; ${freezes} freezes`);
    assert.ok(gap < 1_000, `${gap} ms without a picture`);
  });
});

test('all of a small camera comes through, whatever the browser leaves out of its layers', async () => {
  const camera = await sized(640, 480);
  await look(camera, async (_ada, ben) => {
    await ben.button('Pin ada').click();
    await until('lines', () => ben.heightOf('ada'), (height) => height === 480);
    await ben.button('Unpin ada').click();
    await ben.button('Pin ben').click();
    await until('lines', () => ben.heightOf('ada'), (height) => height === 240);
  });
});

test('a page that nobody looks at is sent no pictures, and has them again when somebody does', async () => {
  const camera = await sized(640, 480);
  await look(camera, async (_ada, ben) => {
    await ben.hide(true);
    await sleep(1_500);
    const before = await ben.inbound('video', 'packetsReceived');
    await sleep(1_500);
    assert.equal(await ben.inbound('video', 'packetsReceived'), before);
    await ben.hide(false);
    await ben.sees('ada');
  });
});
