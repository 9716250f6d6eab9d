// One call, as its view sees it: binds signalling, media, people, captions and chat together.

import { t } from '../locales/index.ts';
import type { ErrorCode, Joined, ModerationAction, Participant, ServerMessage } from '../wire.ts';
import { Captions } from './captions.svelte.ts';
import { Chat } from './chat.svelte.ts';
import type { Connections } from './connections.ts';
import { Link } from './link.ts';
import type { LocalMedia } from './local.svelte.ts';
import { Media } from './media.ts';
import { Notices } from './notices.svelte.ts';
import { Order, type RoomMarks } from './order.svelte.ts';
import { explain, type Explanation } from './path.ts';
import { People } from './people.svelte.ts';
import type { Health } from './recovery.ts';
import type { SocketLike } from './signal.ts';
import { participantAt } from './slots.ts';
import { receptions } from './stats.ts';
import { Tiles } from './tiles.ts';

/** `waiting`: in the lobby, until somebody in the call decides. */
export type Phase = 'ended' | 'joining' | 'live' | 'reconnecting' | 'waiting';

export interface CallOptions {
  room: string;
  local: LocalMedia;
  /** For the first join, where they were opened before. */
  connections?: Connections | undefined;
  openSocket(): SocketLike;
  loggedIn(): Promise<boolean>;
  /** Where the room asks for one. */
  password?: string | undefined;
  isAdmin?: boolean;
}

export class Call {
  readonly room: string;
  readonly local: LocalMedia;
  readonly people = new People();
  readonly captions = new Captions();
  readonly notices = new Notices();
  readonly chat: Chat;
  readonly order: Order;
  readonly tiles: Tiles;
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
        ...(options.password ? { password: options.password } : {}),
      }),
      listener: {
        joined: (room, resumed) => this.#joined(room, resumed),
        message: (message) => this.#receive(message),
        dropped: () => this.#dropped(),
        stopped: (code, detail) => this.#stopped(code, detail),
        waiting: () => (this.phase = 'waiting'),
        caughtUp: () => void this.chat.resend(),
      },
    });
    const listener = {
      health: (health: Health) => (this.health = health),
      tracks: () => this.people.assign(this.people.slots, this.#media.tracks),
    };
    this.#media = new Media(this.#link.request, listener, options.connections);
    this.order = new Order(this.#link.request, options.isAdmin ?? false);
    this.tiles = new Tiles((tiles) => this.#link.request({ type: 'set_tiles', tiles }));
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
    await this.#orNotice(this.#link.request({ type: 'set_consent', on }));
  }

  async moderate(participant: string, action: ModerationAction): Promise<void> {
    const name = this.people.find(participant)?.state.name ?? '';
    const done = await this.#orNotice(this.order.ask({ type: 'moderate', participant, action }));
    if (done) this.notices.show('people', t.order.done[action](name));
  }

  async clearMessage(message: string): Promise<void> {
    await this.#orNotice(this.order.ask({ type: 'clear_message', message }));
  }

  async clearMessages(): Promise<void> {
    await this.#orNotice(this.order.ask({ type: 'clear_messages' }));
  }

  async decide(knock: string, verdict: 'admit' | 'deny'): Promise<void> {
    await this.#orNotice(this.order.ask({ type: verdict, knock }));
  }

  /** What to tell people whose media cannot connect. */
  explainMedia(): Explanation {
    return explain(this.#media.serverSdp, location.hostname);
  }

  async #orNotice(asked: Promise<unknown>): Promise<boolean> {
    try {
      await asked;
      return true;
    } catch (error) {
      this.notices.show('problem', error instanceof Error ? error.message : t.call.requestFailed);
      return false;
    }
  }

  #joined(room: Joined, resumed: boolean): void {
    const readBefore = this.people.self?.state.consent === true;
    this.phase = 'live';
    this.id = room.call;
    this.title = room.room_title;
    this.startedAt = Date.parse(room.call_started);
    this.recogniser = room.recogniser;
    this.order.enter(room, resumed);
    this.people.reset(room.me, room.participants);
    this.chat.iAm(room.me);
    this.tiles.renew();
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
      case 'knock':
        return this.order.knocked(message.knock, message.name);
      case 'knock_gone':
        return this.order.knockGone(message.knock);
      case 'layers':
        return void this.#media.sendLayers(message.rids);
      case 'media':
        return this.#media.serverSees(message.publish, message.subscribe);
      case 'message_cleared':
        this.chat.clear(message.message ?? undefined);
        if (message.message == null) this.notices.show('people', t.order.chatCleared);
        return;
      case 'moderated':
        return this.#moderated(message.action, message.by);
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
      case 'room_changed':
        this.title = message.room_title;
        return this.#roomChanged(message);
      case 'slots':
        return this.people.assign(message.slots, this.#media.tracks);
      case 'subscribe_offer':
        // A drop of signalling: the server offers again when the link resumes.
        return void this.#media.grow(message.sdp).catch(() => undefined);
      case 'error':
        return this.notices.show('problem', message.detail);
    }
  }

  /** Says what a caption of ours should have been; rejects when that is not saved. */
  correct = (segment: string, text: string): Promise<unknown> =>
    this.#link.request({ type: 'correct_caption', segment, text });

  /** Says what somebody did to us, and keeps our devices as the server has them. */
  #moderated(action: ModerationAction, by: string): void {
    if (action === 'mute') void this.local.microphone.turn(false);
    if (action === 'stop_camera') void this.local.camera.turn(false);
    // Who is sent away reads that on the page that follows.
    if (action !== 'remove' && action !== 'ban') this.notices.show('order', t.order.happened[action](by));
  }

  #roomChanged({ locked, lobby, history }: RoomMarks): void {
    const before = this.order.marks;
    this.order.marks = { locked, lobby, history };
    if (!lobby) this.order.knocks = [];
    if (before.locked !== locked) this.notices.show('people', locked ? t.order.nowLocked : t.order.nowUnlocked);
    if (before.history !== history) this.notices.show('people', history ? t.order.nowHistory : t.order.nowNoHistory);
  }

  #changed(participant: Participant): void {
    const before = this.people.find(participant.id)?.state;
    this.people.change(participant);
    if (participant.id === this.people.me && this.order.role !== participant.role) {
      this.order.role = participant.role;
      this.notices.show('order', t.order.nowRole[participant.role]);
    }
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
    this.tiles.stop();
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
