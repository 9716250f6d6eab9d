// Explains in plain terms why media cannot reach the server.

/** Where the server asks for media, and what is wrong with that if it can be told. */
export interface Explanation {
  addresses: string[];
  cause: 'loopback' | 'unanswered' | 'unknown';
}

export function explain(serverSdp: string | undefined, pageHost: string): Explanation {
  const candidates = serverSdp ? hostCandidates(serverSdp) : [];
  if (candidates.length === 0) return { addresses: [], cause: 'unknown' };
  const unreachable = candidates.some(({ address }) => isLoopback(address)) && !isLoopback(pageHost);
  return {
    addresses: candidates.map(({ address, port }) =>
      address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`,
    ),
    cause: unreachable ? 'loopback' : 'unanswered',
  };
}

/** The addresses of an SDP's candidates, each once (RFC 8839, 5.1). */
function hostCandidates(sdp: string): { address: string; port: string }[] {
  const found = new Map<string, { address: string; port: string }>();
  for (const [, address, port] of sdp.matchAll(/^a=candidate:\S+ \d+ udp \d+ (\S+) (\d+) typ /gim)) {
    if (address && port) found.set(`${address} ${port}`, { address, port });
  }
  return [...found.values()];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || host.startsWith('127.');
}
