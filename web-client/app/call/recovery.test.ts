import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Recovery, type Health, type Watched } from './recovery.ts';

class Connection extends EventTarget implements Watched {
  connectionState: RTCPeerConnectionState = 'new';

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

describe('recovery of a media connection', () => {
  let connection: Connection;
  let restart: ReturnType<typeof vi.fn<() => Promise<void>>>;
  let told: Health[];
  let recovery: Recovery;

  beforeEach(() => {
    vi.useFakeTimers();
    connection = new Connection();
    restart = vi.fn(async () => {});
    told = [];
    recovery = new Recovery(connection, restart, (health) => told.push(health));
    return () => {
      recovery.stop();
      vi.useRealTimers();
    };
  });

  it('leaves a connection alone that is well', () => {
    connection.become('connected');
    vi.advanceTimersByTime(600_000);
    expect(restart).not.toHaveBeenCalled();
    expect(told).toEqual(['connected']);
  });

  it('gives a short interruption time to heal', () => {
    connection.become('connected');
    connection.become('disconnected');
    vi.advanceTimersByTime(1_000);
    connection.become('connected');
    vi.advanceTimersByTime(60_000);
    expect(restart).not.toHaveBeenCalled();
    expect(told).toEqual(['connected', 'recovering', 'connected']);
  });

  it('restarts ICE when it does not heal, and at once when it failed', () => {
    connection.become('connected');
    connection.become('disconnected');
    vi.advanceTimersByTime(3_100);
    expect(restart).toHaveBeenCalledTimes(1);
    connection.become('connected');
    connection.become('failed');
    expect(restart).toHaveBeenCalledTimes(2);
  });

  it('restarts on request, and is content when the connection held all along', () => {
    connection.become('connected');
    recovery.restartNow();
    expect(restart).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(60_000);
    expect(restart).toHaveBeenCalledTimes(1);
    expect(told.at(-1)).toBe('connected');
  });

  it('says that it is blocked when it never connects, and goes on trying', () => {
    connection.become('connecting');
    vi.advanceTimersByTime(14_000);
    expect(told).toEqual(['blocked']);
    const tried = restart.mock.calls.length;
    vi.advanceTimersByTime(60_000);
    expect(restart.mock.calls.length).toBeGreaterThan(tried + 1);
    connection.become('connected');
    expect(told.at(-1)).toBe('connected');
  });

  it('tries again after a restart that signalling could not carry', async () => {
    restart.mockRejectedValue(new Error('down'));
    connection.become('connected');
    connection.become('failed');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(restart.mock.calls.length).toBeGreaterThan(2);
  });
});
