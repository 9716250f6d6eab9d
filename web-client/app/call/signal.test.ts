import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestError, Signal, type SignalListener } from './signal.ts';
import { caption, FakeSocket, joined } from './testing.ts';

describe('a signal', () => {
  let socket: FakeSocket;
  let listener: { message: ReturnType<typeof vi.fn>; closed: ReturnType<typeof vi.fn> };
  let signal: Signal;

  beforeEach(() => {
    vi.useFakeTimers();
    socket = new FakeSocket();
    listener = { message: vi.fn(), closed: vi.fn() };
    signal = new Signal(socket.socket, listener as unknown as SignalListener);
    return () => vi.useRealTimers();
  });

  it('holds requests until the socket opens and sends them in order', () => {
    void signal.request({ type: 'hello', version: 1 });
    void signal.request({ type: 'leave' });
    expect(socket.sent).toEqual([]);
    socket.open();
    expect(socket.sent.map((sent) => sent.type)).toEqual(['hello', 'leave']);
    expect(new Set(socket.sent.map((sent) => sent.id)).size).toBe(2);
  });

  it('gives each request its own answer, whatever their order', async () => {
    socket.open();
    const saved = signal.request({ type: 'chat', text: 'a' });
    const done = signal.request({ type: 'set_consent', on: true });
    socket.answer('set_consent', { kind: 'done' });
    socket.answer('chat', { kind: 'saved', message: 'm', at: 'now' });
    expect(await saved).toEqual({ kind: 'saved', message: 'm', at: 'now' });
    expect(await done).toEqual({ kind: 'done' });
  });

  it('turns a refusal into an error with its code', async () => {
    socket.open();
    const refused = signal.request({ type: 'chat', text: '' });
    socket.refuse('chat', 'text_length');
    await expect(refused).rejects.toMatchObject({ code: 'text_length' });
  });

  it('hands on what nobody asked for, with its sequence number', () => {
    socket.open();
    socket.say({ seq: 7, type: 'caption', caption: caption('s') });
    expect(listener.message).toHaveBeenCalledWith(expect.objectContaining({ type: 'caption' }), 7);
  });

  it('passes over what it cannot read', () => {
    socket.open();
    for (const data of ['', '{', 'null', '[1]', '{"a":1}', new Blob()]) {
      socket.dispatchEvent(new MessageEvent('message', { data }));
    }
    expect(listener.message).not.toHaveBeenCalled();
  });

  it('fails open requests and tells once when the socket drops', async () => {
    socket.open();
    const lost = signal.request({ type: 'chat', text: 'a' });
    socket.drop();
    socket.drop();
    await expect(lost).rejects.toMatchObject({ code: 'closed' });
    expect(listener.closed).toHaveBeenCalledExactlyOnceWith(undefined, true);
    await expect(signal.request({ type: 'leave' })).rejects.toBeInstanceOf(RequestError);
  });

  it('remembers what the server said before it closed', () => {
    socket.open();
    socket.say({ type: 'leave', action: 'reconnect', code: 'server_stopping', detail: 'bye' });
    socket.drop();
    expect(listener.closed).toHaveBeenCalledWith(expect.objectContaining({ action: 'reconnect' }), true);
  });

  it('gives up a socket on which a request stays unanswered', async () => {
    socket.open();
    const silent = signal.request({ type: 'leave' });
    const failed = expect(silent).rejects.toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(13_000);
    await failed;
    expect(socket.closed).toBe(true);
  });

  it('waits for a person as long as it takes', async () => {
    listener = { ...listener, waiting: vi.fn() } as typeof listener;
    signal = new Signal((socket = new FakeSocket()).socket, listener as unknown as SignalListener);
    socket.open();
    const answer = signal.request({ type: 'join', room: 'r', offer: '', microphone: true, camera: true });
    socket.answer('join', { kind: 'waiting' });
    await vi.advanceTimersByTimeAsync(600_000);
    expect((listener as unknown as SignalListener).waiting).toHaveBeenCalledOnce();
    socket.answer('join', joined());
    expect(await answer).toMatchObject({ kind: 'joined' });
  });
});
