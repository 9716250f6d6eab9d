// What goes wrong in the world, and what a call makes of it.
import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from './support/person.mjs';
import { TcpRelay, UdpRelay } from './support/relay.mjs';
import { Server } from './support/server.mjs';

let server;
let ben;

before(async () => {
  server = await Server.start();
  ben = await server.register('ben');
});

after(() => server?.stop());

/** Two people in a call; `options` go to the second one's browser. */
async function call(options, scene) {
  const code = await server.room(server.admin);
  const people = [await Person.open(server, server.admin), await Person.open(server, ben, options)];
  try {
    for (const person of people) await person.join(code);
    await Promise.all([people[0].sees('ben'), people[1].sees('ada')]);
    await scene(...people, code);
  } finally {
    await Promise.all(people.map((person) => person.close()));
  }
}

/** Records every participant that `person` sees come or go. */
async function watchTiles(person) {
  await person.page.evaluate(() => {
    globalThis.tilesGone = 0;
    new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.removedNodes) {
          if (node.matches?.('article[data-participant]') || node.querySelector?.('article[data-participant]')) {
            globalThis.tilesGone += 1;
          }
        }
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  return () => person.page.evaluate(() => globalThis.tilesGone);
}

test('a server killed in mid-call comes back, its clients by themselves, what was saved is there', async () => {
  await call({}, async (ada, ben, code) => {
    await ada.say('before the crash');
    await ada.chat().locator('[data-saved="true"]').first().waitFor();
    await server.kill();
    await sleep(500);
    await server.launch();
    await Promise.all([ada.sees('ben', { patience: 45_000 }), ben.sees('ada', { patience: 45_000 })]);
    await ben.say('after the crash');
    await ada.chat().getByText('after the crash').waitFor();
    const { items: calls } = await server.json(`/api/v1/rooms/${code}/calls`, server.admin);
    const texts = [];
    for (const { id } of calls) {
      for (const message of (await server.json(`/api/v1/calls/${id}`, server.admin)).chat) texts.push(message.text);
    }
    assert.ok(texts.includes('before the crash'), 'a message shown as saved is gone');
    assert.ok(texts.includes('after the crash'));
  });
});

test('a signalling socket cut for ten seconds is resumed, nobody sees a leave, nothing is missed', async () => {
  const relay = await TcpRelay.to(server.port);
  try {
    await call({ url: relay.url }, async (ada, ben) => {
      const gone = await watchTiles(ada);
      const cut = relay.interrupt(10_000);
      await sleep(2_000);
      await ada.say('while you were away');
      await ada.sees('ben');
      await cut;
      await ben.chat().getByText('while you were away').waitFor({ timeout: 20_000 });
      assert.equal(await ben.chat().getByText('while you were away').count(), 1);
      assert.equal(await gone(), 0, 'somebody saw a leave');
    });
  } finally {
    relay.close();
  }
});

test("media goes on when a client's address changes", async () => {
  const relay = await UdpRelay.to(server.port);
  try {
    await call({ relay: relay.port }, async (ada, ben) => {
      relay.rebind();
      const there = await ada.sees('ben', { count: 20 });
      const back = await ben.sees('ada', { count: 20 });
      console.log(`20 pictures after the change took ${there} ms one way, ${back} ms the other`);
    });
  } finally {
    relay.close();
  }
});

test('five packets in a hundred lost both ways leave moving pictures', async () => {
  const relay = await UdpRelay.to(server.port);
  try {
    await call({ relay: relay.port }, async (ada, ben) => {
      relay.loss = 0.05;
      const [before, start] = [await ben.framesOf('ada'), Date.now()];
      await sleep(10_000);
      const rate = ((await ben.framesOf('ada')) - before) / ((Date.now() - start) / 1_000);
      const freezes = await ben.inbound('video', 'freezeCount');
      console.log(`${relay.lost} of ${relay.lost + relay.carried} packets lost: ${rate.toFixed(1)} pictures a second, ${freezes} freezes`);
      assert.ok(relay.lost > 10, 'the relay lost nothing');
      assert.ok(rate > 8, `${rate} pictures a second`);
      await ada.sees('ben');
    });
  } finally {
    relay.close();
  }
});

test('garbage on the media port and on the socket disturbs nobody', async () => {
  await call({}, async (ada, ben) => {
    const socket = dgram.createSocket('udp4');
    for (let count = 0; count < 2_000; count += 1) {
      const packet = Buffer.from(Array.from({ length: 1 + (count % 1_200) }, () => Math.floor(Math.random() * 256)));
      // Every kind of packet that the server tells apart by its first byte.
      packet[0] = [0, 1, 22, 23, 63, 128, 144, 191, 255][count % 9];
      socket.send(packet, server.port, '127.0.0.1');
    }
    await sleep(200);
    socket.close();

    const answers = await ada.page.evaluate(
      () =>
        new Promise((resolve) => {
          const heard = [];
          const wire = new WebSocket(`ws://${location.host}/api/v1/ws`);
          wire.onopen = () => {
            wire.send('{');
            wire.send(JSON.stringify({ id: 1, type: 'no_such_thing' }));
            wire.send(new Uint8Array([1, 2, 3]));
          };
          wire.onmessage = ({ data }) => heard.push(JSON.parse(data));
          setTimeout(() => {
            wire.close();
            resolve(heard);
          }, 1_500);
        }),
    );
    assert.ok(answers.length > 0, 'no answer to garbage');
    assert.ok(answers.every((answer) => answer.code === 'bad_message'), JSON.stringify(answers));
    await Promise.all([ada.sees('ben'), ben.sees('ada')]);
  });
});
