import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Link, type LinkListener } from './link.ts';
import { FakeSocket, joined, message, settle } from './testing.ts';

describe('a link', () => {
  let sockets: FakeSocket[];
  let heard: { [K in keyof LinkListener]: ReturnType<typeof vi.fn<LinkListener[K]>> };
  let loggedIn: boolean;
  let link: Link;

  const socket = () => sockets.at(-1)!;
  const joinRoom = async (seq = 0) => {
    socket().open();
    await settle();
    socket().answer('hello', { kind: 'welcome', version: 1 });
    socket().answer('join', joined({ seq }));
    await settle();
  };

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    sockets = [];
    loggedIn = true;
    heard = {
      joined: vi.fn(),
      message: vi.fn(),
      dropped: vi.fn(),
      stopped: vi.fn(),
      waiting: vi.fn(),
      caughtUp: vi.fn(),
    };
    link = new Link({
      openSocket: () => {
        sockets.push(new FakeSocket());
        return socket().socket;
      },
      prepareJoin: async () => ({ type: 'join', room: 'r', offer: 'sdp', microphone: true, camera: true }),
      loggedIn: async () => loggedIn,
      listener: heard,
    });
    link.start();
    await settle();
    return () => vi.useRealTimers();
  });

  it('says hello and join without waiting in between', async () => {
    socket().open();
    await settle();
    expect(socket().sent.map((sent) => sent.type)).toEqual(['hello', 'join']);
  });

  it('resumes after a drop with the last sequence number it saw', async () => {
    await joinRoom(3);
    socket().say({ seq: 4, type: 'chat', message: message('m4') });
    socket().drop();
    await vi.advanceTimersByTimeAsync(300);
    socket().open();
    expect(socket().sent).toEqual([expect.objectContaining({ type: 'hello', resume: { token: 'token', after: 4 } })]);
    socket().answer('hello', joined({ seq: 5, resume_token: 'next' }));
    await settle();
    expect(heard.joined).toHaveBeenLastCalledWith(expect.objectContaining({ resume_token: 'next' }), true);
  });

  it('tells when everything missed is here', async () => {
    await joinRoom(3);
    expect(heard.caughtUp).toHaveBeenCalledTimes(1);
    socket().drop();
    await vi.advanceTimersByTimeAsync(300);
    socket().open();
    socket().answer('hello', joined({ seq: 5 }));
    await settle();
    socket().say({ seq: 4, type: 'chat', message: message('m4') });
    expect(heard.caughtUp).toHaveBeenCalledTimes(1);
    socket().say({ seq: 5, type: 'chat', message: message('m5') });
    expect(heard.caughtUp).toHaveBeenCalledTimes(2);
  });

  it('joins anew by itself when the server does not know it any more', async () => {
    await joinRoom();
    socket().drop();
    await vi.advanceTimersByTimeAsync(300);
    socket().open();
    socket().refuse('hello', 'resume_expired');
    await vi.advanceTimersByTimeAsync(10);
    await joinRoom();
    expect(heard.joined).toHaveBeenLastCalledWith(expect.anything(), false);
    expect(heard.stopped).not.toHaveBeenCalled();
  });

  it('keeps trying while the server is away, then resumes or joins', async () => {
    await joinRoom();
    socket().drop();
    for (let attempt = 0; attempt < 12; attempt++) {
      await vi.advanceTimersByTimeAsync(5_000);
      socket().drop();
      await settle();
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sockets.length).toBeGreaterThan(8);
    await joinRoom();
    expect(heard.joined).toHaveBeenLastCalledWith(expect.anything(), false);
  });

  it('stops with the reason when the server says stop', async () => {
    await joinRoom();
    socket().say({ type: 'leave', action: 'stop', code: 'displaced', detail: 'elsewhere' });
    socket().drop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard.stopped).toHaveBeenCalledExactlyOnceWith('displaced', 'elsewhere');
    expect(sockets).toHaveLength(1);
  });

  it('stops when the log-in ended and the socket is not even taken', async () => {
    loggedIn = false;
    socket().drop();
    await settle();
    expect(heard.stopped).toHaveBeenCalledWith('session_ended', expect.any(String));
  });

  it('stops when the room is full', async () => {
    socket().open();
    await settle();
    socket().refuse('join', 'room_full');
    await settle();
    expect(heard.stopped).toHaveBeenCalledWith('room_full', expect.any(String));
  });

  it('waits in the lobby until somebody decides', async () => {
    socket().open();
    await settle();
    socket().answer('hello', { kind: 'welcome', version: 1 });
    socket().answer('join', { kind: 'waiting' });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(heard.waiting).toHaveBeenCalledOnce();
    expect(sockets).toHaveLength(1);
    socket().answer('join', joined());
    await settle();
    expect(heard.joined).toHaveBeenCalledOnce();
  });

  it('does not knock again after it was turned away', async () => {
    socket().open();
    await settle();
    socket().answer('join', { kind: 'waiting' });
    socket().refuse('join', 'denied');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard.stopped).toHaveBeenCalledExactlyOnceWith('denied', expect.any(String));
    expect(sockets).toHaveLength(1);
  });

  it('leaves for good', async () => {
    await joinRoom();
    const left = link.leave();
    socket().answer('leave', { kind: 'done' });
    await left;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    expect(heard.stopped).not.toHaveBeenCalled();
  });

  it('refuses requests while it is down, and hurries when the network is back', async () => {
    await joinRoom();
    socket().drop();
    await settle();
    await expect(link.request({ type: 'chat', text: 'a' })).rejects.toMatchObject({ code: 'closed' });
    link.hurry();
    expect(sockets).toHaveLength(2);
  });
});
