// A person at a browser of their own: one Chromium process, one fake camera, one page.
import { chromium } from 'playwright-core';
import { keepErrors } from './errors.mjs';

// Keeps every peer connection of a page where a test can ask it for statistics, and lets a test
// put a relay in the place of the server's media address.
function watchPeers({ relay }) {
  globalThis.peers = [];
  const Native = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      globalThis.peers.push(this);
    }
    setRemoteDescription(description) {
      if (!relay) return super.setRemoteDescription(description);
      const sdp = description.sdp.replace(
        /^(a=candidate:\S+ \d+ \S+ \d+) \S+ \d+/gm,
        (_, start) => `${start} 127.0.0.1 ${relay}`,
      );
      return super.setRemoteDescription({ type: description.type, sdp });
    }
  };
}

export class Person {
  /**
   * Opens a browser, logged in as `account`.
   * `camera` is a y4m file; without it Chromium shows its test pattern. `relay` is a UDP port.
   */
  static async open(server, account, { camera, relay, tcpOnly, url, viewport, colorScheme } = {}) {
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ];
    // What an administrator's policy says where firewalls drop UDP.
    if (tcpOnly) args.push('--webrtc-ip-handling-policy=disable_non_proxied_udp');
    if (camera) args.push(`--use-file-for-fake-video-capture=${camera}`);
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args, headless: true });
    const context = await browser.newContext({
      permissions: ['camera', 'microphone'],
      viewport: viewport ?? { width: 1280, height: 800 },
      colorScheme: colorScheme ?? 'light',
      // A person would make an exception for a certificate that nobody vouches for.
      ignoreHTTPSErrors: true,
    });
    const base = url ?? server.url;
    if (account) await context.addCookies([{ ...account.cookie, url: base }]);
    await context.addInitScript(watchPeers, { relay });
    const page = await context.newPage();
    const person = new Person(browser, page, base, account);
    keepErrors(page, person.errors);
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(base).origin) person.strangers.push(request.url());
    });
    return person;
  }

  constructor(browser, page, base, account) {
    Object.assign(this, { browser, page, base, account, errors: [], strangers: [] });
  }

  /** By name and password, which is how a browser gets a cookie of its own. */
  async logIn({ username, password }) {
    const answer = await this.page.request.post(`${this.base}/api/v1/session`, { data: { username, password } });
    if (!answer.ok()) throw new Error(`${username} cannot log in: ${answer.status()} ${await answer.text()}`);
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Through the lobby into the call. */
  async join(code) {
    await this.page.goto(`${this.base}/r/${code}`);
    await this.button('Join call').click();
    await this.button('Leave').waitFor();
  }

  /**
   * Joins from a lobby that shows one's own picture, and answers with the milliseconds from the click to the first picture of somebody that a
   * video element shows, timed in the page itself.
   */
  async timedJoin(code, name) {
    await this.page.goto(`${this.base}/r/${code}`);
    // A trial waits until the button can be pressed.
    await this.button('Join call').click({ trial: true });
    // Nobody joins before they have seen themselves: a camera that still opens is not the join's time.
    await this.page.waitForFunction(() => [...document.querySelectorAll('video')].some((video) => video.videoWidth > 0));
    return this.page.evaluate(
      (name) =>
        new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error('no picture came')), 15_000);
          const start = performance.now();
          const look = () => {
            const video = document.querySelector(`article[data-participant][aria-label="${name}"] video`);
            if (video && video.getVideoPlaybackQuality().totalVideoFrames > 0) resolve(performance.now() - start);
            else setTimeout(look, 10);
          };
          [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Join call').click();
          look();
        }),
      name,
    );
  }

  tile(name) {
    return this.page.locator(`article[data-participant][aria-label="${name}"]`);
  }

  /** Pictures decoded so far in somebody's tile. */
  framesOf(name) {
    return this.tile(name)
      .locator('video')
      .evaluate((video) => video.getVideoPlaybackQuality().totalVideoFrames);
  }

  /** Waits until `count` more pictures of somebody have been shown; answers with the milliseconds. */
  async sees(name, { count = 10, patience = 15_000 } = {}) {
    await this.tile(name).waitFor({ timeout: patience });
    const before = await this.framesOf(name);
    const start = Date.now();
    while ((await this.framesOf(name)) < before + count) {
      if (Date.now() - start > patience) {
        throw new Error(
          `${this.account?.username} sees no moving ${name}: ${before} then ${await this.framesOf(name)}`,
        );
      }
      await this.page.waitForTimeout(50);
    }
    return Date.now() - start;
  }

  /** Sums a numeric field over the inbound streams of a kind. */
  inbound(kind, field) {
    return this.page.evaluate(
      async ([kind, field]) => {
        let sum = 0;
        for (const peer of globalThis.peers) {
          if (peer.connectionState === 'closed') continue;
          for (const report of (await peer.getStats()).values()) {
            if (report.type === 'inbound-rtp' && report.kind === kind) sum += report[field] ?? 0;
          }
        }
        return sum;
      },
      [kind, field],
    );
  }

  /** Lines of the newest picture of somebody. */
  heightOf(name) {
    return this.tile(name)
      .locator('video')
      .evaluate((video) => video.videoHeight);
  }

  /** The layers of one's own picture: whether each is on, and how many pictures went out since the last call. */
  layersSent() {
    return this.page.evaluate(async () => {
      const before = (globalThis.picturesSent ??= {});
      const layers = [];
      for (const peer of globalThis.peers) {
        if (peer.connectionState === 'closed') continue;
        for (const report of (await peer.getStats()).values()) {
          if (report.type !== 'outbound-rtp' || report.kind !== 'video') continue;
          const { rid, active, framesSent = 0 } = report;
          layers.push({ rid, active, fresh: framesSent - (before[rid] ?? 0) });
          before[rid] = framesSent;
        }
      }
      return layers;
    });
  }

  /** Looks on from now on; the function given back answers with the longest time without a new picture, in milliseconds. */
  async watchPictures() {
    await this.page.evaluate(() => {
      const watch = (globalThis.watch = { longest: 0, decoded: -1, since: performance.now() });
      setInterval(async () => {
        let decoded = 0;
        for (const peer of globalThis.peers) {
          if (peer.connectionState === 'closed') continue;
          for (const report of (await peer.getStats()).values()) {
            if (report.type === 'inbound-rtp' && report.kind === 'video') decoded += report.framesDecoded;
          }
        }
        const now = performance.now();
        if (decoded > watch.decoded) Object.assign(watch, { decoded, since: now });
        else watch.longest = Math.max(watch.longest, now - watch.since);
      }, 100);
    });
    return () => this.page.evaluate(() => Math.round(globalThis.watch.longest));
  }

  /** Has the page believe that it is out of sight, or in sight again. */
  hide(hidden) {
    return this.page.evaluate((hidden) => {
      for (const [name, value] of [['hidden', hidden], ['visibilityState', hidden ? 'hidden' : 'visible']]) {
        Object.defineProperty(document, name, { configurable: true, get: () => value });
      }
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  }

  /** What carries each connection: `tcp` or `udp`. */
  transports() {
    return this.page.evaluate(async () => {
      const found = [];
      for (const peer of globalThis.peers) {
        if (peer.connectionState === 'closed') continue;
        const stats = await peer.getStats();
        for (const report of stats.values()) {
          if (report.type !== 'transport') continue;
          found.push(stats.get(stats.get(report.selectedCandidatePairId)?.localCandidateId)?.protocol);
        }
      }
      return found;
    });
  }

  async say(text) {
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.button('Send').click();
  }

  /** Comes by a link for guests, as far as the button that joins. */
  async comeAsGuest(link, name) {
    await this.page.goto(link);
    await this.page.getByLabel('Your name').fill(name);
    await this.button('Go on').click();
    await this.button('Join call').waitFor();
  }

  /** Opens what may be done about somebody; answers with the list of people. */
  async keepOrder(name) {
    const people = this.page.getByRole('region', { name: 'People' });
    if (!(await people.isVisible())) await this.page.getByRole('button', { name: 'People' }).click();
    await people.getByRole('button', { name: `Keep order: ${name}`, exact: true }).click();
    return people;
  }

  /** Everything that the page says without being asked. */
  notices() {
    return this.page.getByRole('status');
  }

  /** Media received so far, in bytes. */
  async received() {
    return (await this.inbound('video', 'bytesReceived')) + (await this.inbound('audio', 'bytesReceived'));
  }

  /** Waits until nothing new comes; answers with the milliseconds until the last news. */
  async untilSilence() {
    const start = Date.now();
    let bytes = await this.received();
    let last = 0;
    while (Date.now() - start < 10_000) {
      await this.page.waitForTimeout(50);
      const now = await this.received();
      if (now > bytes) last = Date.now() - start;
      bytes = now;
      if (Date.now() - start - last > 2_000) return last;
    }
    throw new Error(`${this.account?.username ?? 'a guest'} still receives media`);
  }

  chat() {
    return this.page.getByRole('region', { name: 'Chat' });
  }

  captions() {
    return this.page.getByRole('region', { name: 'Captions' });
  }

  /** Lets the server read one's signing. */
  async consent() {
    await this.button('Let the server read my signing').click();
    await this.button('I agree').click();
    await this.button('Stop reading my signing').waitFor();
  }

  async withdraw() {
    await this.button('Stop reading my signing').click();
    await this.button('Let the server read my signing').waitFor();
  }

  /** Says what one of one's own captions should have been. */
  async correct(segment, text) {
    const line = this.captions().locator(`[data-segment="${segment}"]`);
    await line.getByRole('button', { name: /^Correct/ }).click();
    await line.getByRole('textbox', { name: 'What you signed' }).fill(text);
    await line.getByRole('button', { name: 'Save' }).click();
  }

  async close() {
    await this.browser.close();
  }
}
