// How people keep order in a call, and who comes in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from './support/person.mjs';
import { Server } from './support/server.mjs';

let server;
const accounts = {};

before(async () => {
  server = await Server.start();
  accounts.ada = server.admin;
  for (const name of ['ben', 'cleo', 'dov']) accounts[name] = await server.register(name);
});

after(() => server?.stop());

/** Opens a browser for each account (`null` for a visitor), runs `scene`, closes them whatever happens. */
async function withPeople(people, scene) {
  const opened = [];
  try {
    for (const account of people) opened.push(await Person.open(server, account));
    await scene(...opened);
    for (const person of opened) {
      // A visitor is asked who they are and answers with nothing: the browser notes that as an error.
      const errors = person.errors.filter((error) => !/status of (401|403)/.test(error));
      assert.deepEqual(errors, [], `${person.account?.username ?? 'a guest'}'s page reported errors`);
      assert.deepEqual(person.strangers, [], 'a page asked another server for something');
    }
  } finally {
    await Promise.all(opened.map((person) => person.close()));
  }
}

/** The owner, cleo, and ben in one call of a new room. */
async function inOneCall(scene) {
  const code = await server.room(accounts.cleo);
  await withPeople([accounts.cleo, accounts.ben], async (cleo, ben) => {
    await Promise.all([cleo.join(code), ben.join(code)]);
    await Promise.all([cleo.sees('ben'), ben.sees('cleo')]);
    await scene(cleo, ben, code);
  });
}

async function hears(person) {
  const before = await person.inbound('audio', 'totalAudioEnergy');
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await person.inbound('audio', 'totalAudioEnergy')) > before) return;
    await sleep(100);
  }
  assert.fail(`${person.account.username} hears nothing`);
}

test('who is muted is told by whom, is not heard, and may unmute', async () => {
  await inOneCall(async (cleo, ben) => {
    const people = await cleo.keepOrder('ben');
    await people.getByRole('button', { name: 'Mute microphone', exact: true }).click();
    await ben.notices().getByText('You were muted by cleo').waitFor();
    await ben.button('Unmute microphone').waitFor();
    await sleep(500);
    const before = await cleo.inbound('audio', 'totalAudioEnergy');
    await sleep(1_500);
    assert.equal(await cleo.inbound('audio', 'totalAudioEnergy'), before);
    await ben.button('Unmute microphone').click();
    await hears(cleo);
  });
});

test('a stopped camera is told by whom, sends no picture, and may go on', async () => {
  await inOneCall(async (cleo, ben) => {
    const people = await cleo.keepOrder('ben');
    await people.getByRole('button', { name: 'Stop camera', exact: true }).click();
    await ben.notices().getByText('Your camera was stopped by cleo').waitFor();
    await cleo.tile('ben').getByText('Camera is off').waitFor();
    await ben.button('Turn camera on').click();
    await cleo.sees('ben');
  });
});

test('who is removed may come again; who is banned may not', async () => {
  await inOneCall(async (cleo, ben) => {
    let people = await cleo.keepOrder('ben');
    await people.getByRole('button', { name: 'Remove from the call' }).click();
    await people.getByRole('group', { name: 'Remove ben' }).getByRole('button', { name: 'Remove' }).click();
    await ben.page.getByText('You were removed from the call.').waitFor();
    await cleo.tile('ben').waitFor({ state: 'detached' });
    await ben.button('Join again').click();
    await ben.button('Join call').click();
    await cleo.sees('ben');
    people = await cleo.keepOrder('ben');
    await people.getByRole('button', { name: 'Ban from the room' }).click();
    await people.getByRole('group', { name: 'Ban ben' }).getByRole('button', { name: 'Ban' }).click();
    await ben.page.getByText('You were banned from this room.').waitFor();
    assert.equal(await ben.button('Join again').count(), 0);
    await cleo.tile('ben').waitFor({ state: 'detached' });
    await ben.page.reload();
    const refused = ben.page.getByText(/banned|sent away/).first();
    await refused.or(ben.button('Join call')).first().waitFor();
    if (await ben.button('Join call').isVisible()) await ben.button('Join call').click();
    await refused.waitFor();
  });
});

test('who only takes part is offered nothing of all that', async () => {
  await inOneCall(async (cleo, ben) => {
    await ben.page.getByRole('button', { name: 'People' }).click();
    await ben.page.getByRole('region', { name: 'People' }).getByText('cleo').waitFor();
    assert.equal(await ben.page.getByRole('button', { name: /Keep order/ }).count(), 0);
    assert.equal(await ben.button('Room').count(), 0);
  });
});

test('a message is cleared for everybody, then all of them', async () => {
  await inOneCall(async (cleo, ben) => {
    for (const text of ['keep this', 'not this', 'nor that']) {
      await ben.say(text);
      await cleo.chat().getByText(text).waitFor();
    }
    const message = cleo.chat().locator('[data-saved]', { hasText: 'not this' });
    await message.getByRole('button', { name: 'Clear the message of ben' }).click();
    await message.getByRole('button', { name: 'Clear', exact: true }).click();
    await ben.chat().getByText('not this').waitFor({ state: 'detached' });
    await ben.chat().getByText('keep this').waitFor();
    await cleo.button('Clear chat').click();
    await cleo.chat().getByRole('group').getByRole('button', { name: 'Clear chat' }).click();
    await ben.chat().getByText('No messages yet.').waitFor();
  });
});

test('a guest comes by a link, waits in the lobby, and is let in or turned away', async () => {
  const code = await server.room(accounts.cleo);
  await withPeople([accounts.cleo, null, null], async (cleo, sam, mallory) => {
    await cleo.join(code);
    await cleo.button('Room').click();
    await cleo.page.getByLabel('Lobby: who comes waits').check();
    await cleo.button('Make a link').click();
    const link = await cleo.page.getByText(/\/g#/).innerText();
    await sam.comeAsGuest(link, 'Sam');
    await sam.button('Join call').click();
    await sam.page.getByRole('heading', { name: 'Waiting to be let in' }).waitFor();
    // Longer than any other answer may take.
    await sleep(13_000);
    await cleo.button('Let in Sam').click();
    await sam.sees('cleo');
    await cleo.sees('Sam');
    await mallory.comeAsGuest(link, 'Mallory');
    await mallory.button('Join call').click();
    await cleo.button('Turn away Mallory').click();
    await mallory.page.getByText('Nobody let you in.').waitFor();
    assert.equal(await cleo.tile('Mallory').count(), 0);
  });
});

test('a room asks for its password, and says when it is the wrong one', async () => {
  const code = await server.room(accounts.cleo);
  await server.change(`/api/v1/rooms/${code}`, accounts.cleo, { password: 'open sesame' });
  await withPeople([accounts.ben], async (ben) => {
    await ben.page.goto(`${server.url}/r/${code}`);
    await ben.page.getByLabel('Password of the room').fill('open barley');
    await ben.button('Join call').click();
    await ben.page.getByText('That is not the password of this room.').waitFor();
    await ben.page.getByLabel('Password of the room').fill('open sesame');
    await ben.button('Join call').click();
    await ben.button('Leave').waitFor();
  });
});

test('a locked room and one without history say so to all', async () => {
  await inOneCall(async (cleo, ben, code) => {
    await cleo.button('Room').click();
    await cleo.page.getByLabel('Locked: nobody new comes in').check();
    await ben.page.getByRole('banner').getByText('Locked').waitFor();
    await cleo.page.getByLabel('History: keep chat and captions').uncheck();
    await cleo.button('Save').click();
    await ben.page.getByRole('banner').getByText('Not kept').waitFor();
    await ben.page.getByText('nothing of this chat is kept').waitFor();
    await withPeople([accounts.dov], async (dov) => {
      await dov.page.goto(`${server.url}/r/${code}`);
      await dov.button('Join call').click();
      await dov.page.getByText('The room is locked').first().waitFor();
      await dov.button('Try again').waitFor();
    });
  });
});

test('an administrator blocks somebody who is in a call: their media ends within a second', async () => {
  await inOneCall(async (cleo, ben) => {
    const ada = await Person.open(server, accounts.ada);
    try {
      await ada.page.goto(`${server.url}/admin/users`);
      await ada.page.getByLabel('Username or email').fill('ben');
      await ada.button('Find').click();
      const actions = ada.page.getByRole('group', { name: 'Actions for ben' });
      await actions.getByRole('button', { name: 'Block' }).click();
      await ada.page.getByRole('group', { name: 'Block ben?' }).getByRole('button', { name: 'Block' }).click();
      const [his, hers] = await Promise.all([ben.untilSilence(), cleo.untilSilence()]);
      assert.ok(his < 1_000 && hers < 1_000, `${his} ms and ${hers} ms`);
      await cleo.tile('ben').waitFor({ state: 'detached' });
      await actions.getByRole('button', { name: 'Unblock' }).click();
      await actions.getByRole('button', { name: 'Block', exact: true }).waitFor();
    } finally {
      await ada.close();
    }
    // Their page asks once more and is told that nobody is logged in.
    await ben.page.getByText('Log in').first().waitFor();
  });
});
