// One call, as its view sees it: binds signalling, media, people, captions and chat together.

import { t } from '../locales/index.ts';
import type { ErrorCode, Joined, Participant, ServerMessage } from '../wire.ts';
import { Captions } from './captions.svelte.ts';
import { Chat } from './chat.svelte.ts';
import { Link } from './link.ts';
import type { LocalMedia } from './local.svelte.ts';
import { Media } from './media.ts';
import { Notices } from './notices.svelte.ts';
import { explain, type Explanation } from './path.ts';
import { People } from './people.svelte.ts';
import type { Health } from './recovery.ts';
import type { SocketLike } from './signal.ts';
import { participantAt } from './slots.ts';
import { receptions } from './stats.ts';

export type Phase = 'ended' | 'joining' | 'live' | 'reconnecting';

export interface CallOptions {
  room: string;
  local: LocalMedia;
  openSocket(): SocketLike;
  loggedIn(): Promise<boolean>;
}

export class Call {
  readonly room: string;
  readonly local: LocalMedia;
  readonly people = new People();
  readonly captions = new Captions();
  readonly notices = new Notices();
  readonly chat: Chat;
  phase: Phase = $state('joining');
  /** Why it ended, when that was not one's own wish. */
  refusal: { code: ErrorCode; detail: string } | undefined = $state.raw();
  health: Health = $state('connecting');
  title: string | null | undefined = $state();
  id: string | undefined = $state();
  startedAt: number | undefined = $state();
  recogniser = $state(false);
  /** Set by the view: while the chat is in sight nothing is unread. */
  chatVisible = false;
  #link: Link;
  #media: Media;
  #meter: ReturnType<typeof setInterval> | undefined;

  constructor(options: CallOptions) {
    this.room = options.room;
    this.local = options.local;
    this.#link = new Link({
      openSocket: options.openSocket,
      loggedIn: options.loggedIn,
      prepareJoin: async () => ({
        type: 'join',
        room: options.room,
        offer: await this.#media.begin(this.local.microphone.track, this.local.camera.track),
        microphone: this.local.microphone.on,
        camera: this.local.camera.on,
      }),
      listener: {
        joined: (room, resumed) => this.#joined(room, resumed),
        message: (message) => this.#receive(message),
        dropped: () => this.#dropped(),
        stopped: (code, detail) => this.#stopped(code, detail),
        caughtUp: () => void this.chat.resend(),
      },
    });
    this.#media = new Media(this.#link.request, {
      health: (health) => (this.health = health),
      tracks: () => this.people.assign(this.people.slots, this.#media.tracks),
    });
    this.chat = new Chat((text) => this.#link.request({ type: 'chat', text }));
  }

  start(): void {
    for (const device of [this.local.microphone, this.local.camera]) {
      device.onchange = () => void this.#localChanged(device.kind, device.track);
    }
    window.addEventListener('online', this.#networkChanged);
    this.#meter = setInterval(() => void this.#measure(), METER_MS);
    this.#link.start();
  }

  async leave(): Promise<void> {
    this.#end();
    await this.#link.leave();
  }

  async consent(on: boolean): Promise<void> {
    try {
      await this.#link.request({ type: 'set_consent', on });
    } catch (error) {
      this.notices.show('problem', error instanceof Error ? error.message : t.call.requestFailed);
    }
  }

  /** What to tell people whose media cannot connect. */
  explainMedia(): Explanation {
    return explain(this.#media.serverSdp, location.hostname);
  }

  #joined(room: Joined, resumed: boolean): void {
    const readBefore = this.people.self?.state.consent === true;
    this.phase = 'live';
    this.id = room.call;
    this.title = room.room_title;
    this.startedAt = Date.parse(room.call_started);
    this.recogniser = room.recogniser;
    this.people.reset(room.me, room.participants);
    this.chat.iAm(room.me);
    if (resumed) {
      this.captions.dropTentative();
      this.people.assign(room.slots, this.#media.tracks);
      this.#media.resume();
      void this.#tellMuted();
      return;
    }
    this.chat.fill(room.chat);
    this.captions.reset(room.captions);
    if (readBefore) this.notices.show('problem', t.consent.endedByRejoin);
    void this.#connectMedia(room);
  }

  async #connectMedia(room: Joined): Promise<void> {
    this.health = 'connecting';
    this.people.slots = room.slots;
    try {
      await this.#media.accept(room);
      // Devices may have changed while we waited for the answer.
      await this.#media.send('audio', this.local.microphone.track);
      await this.#media.send('video', this.local.camera.track);
      void this.#tellMuted();
    } catch {
      // A drop of signalling: the link joins or resumes, and media follows.
    }
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case 'caption':
        return this.captions.apply(message.caption);
      case 'chat':
        if (this.chat.receive(message.message, this.chatVisible) && !this.chatVisible) {
          this.notices.show('chat', t.notices.chat(message.message.name, message.message.text));
        }
        return;
      case 'media':
        return this.#media.serverSees(message.publish, message.subscribe);
      case 'participant_changed':
        return this.#changed(message.participant);
      case 'participant_joined':
        if (!this.people.find(message.participant.id)) {
          this.notices.show('people', t.notices.joined(message.participant.name));
        }
        this.people.add(message.participant);
        return this.people.assign(this.people.slots, this.#media.tracks);
      case 'participant_left': {
        this.captions.dropTentative(message.participant);
        const gone = this.people.remove(message.participant);
        if (gone) this.notices.show('people', t.notices.left(gone.state.name));
        return;
      }
      case 'slots':
        return this.people.assign(message.slots, this.#media.tracks);
      case 'error':
        return this.notices.show('problem', message.detail);
    }
  }

  #changed(participant: Participant): void {
    const before = this.people.find(participant.id)?.state;
    this.people.change(participant);
    if (!before || before.consent === participant.consent || participant.id === this.people.me) return;
    if (!participant.consent) this.captions.dropTentative(participant.id);
    this.notices.show(
      'people',
      participant.consent ? t.notices.read(participant.name) : t.notices.notRead(participant.name),
    );
  }

  #dropped(): void {
    if (this.phase === 'live') this.phase = 'reconnecting';
  }

  #stopped(code: ErrorCode, detail: string): void {
    this.refusal = { code, detail };
    this.#end();
  }

  #end(): void {
    this.phase = 'ended';
    clearInterval(this.#meter);
    window.removeEventListener('online', this.#networkChanged);
    this.local.microphone.onchange = this.local.camera.onchange = undefined;
    this.local.stop();
    this.#media.stop();
  }

  #networkChanged = (): void => {
    this.#link.hurry();
    this.#media.restart();
    // An unanswered request uncovers a socket that died with the old network.
    void this.#sayMuted();
  };

  async #localChanged(kind: 'audio' | 'video', track: MediaStreamTrack | null): Promise<void> {
    await this.#media.send(kind, track);
    await this.#tellMuted();
  }

  /** Tells the others when our devices are not as they know them. */
  async #tellMuted(): Promise<void> {
    const [microphone, camera] = [this.local.microphone.on, this.local.camera.on];
    const known = this.people.self?.state;
    if (!known || (known.microphone === microphone && known.camera === camera)) return;
    this.people.change({ ...known, microphone, camera });
    await this.#sayMuted();
  }

  async #sayMuted(): Promise<void> {
    const [microphone, camera] = [this.local.microphone.on, this.local.camera.on];
    // A failure needs no word: the next `joined` shows what the server knows, and we say it again.
    await this.#link.request({ type: 'set_muted', microphone, camera }).catch(() => undefined);
  }

  async #measure(): Promise<void> {
    const report = await this.#media.subscribed?.getStats();
    if (!report) return;
    for (const [mid, reception] of receptions(report.values())) {
      const person = this.people.find(participantAt(this.people.slots, mid) ?? '');
      if (person) person.reception = { ...person.reception, ...reception };
    }
  }
}

const METER_MS = 500;
