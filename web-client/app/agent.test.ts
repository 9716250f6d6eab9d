import { describe, expect, it } from 'vitest';
import { agentName } from './agent.ts';

describe('a device', () => {
  it('is named as people call it', () => {
    const chrome =
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';
    expect(agentName(chrome)).toBe('Chrome · Linux');
    expect(agentName(`${chrome} Edg/143.0.0.0`)).toBe('Edge · Linux');
    expect(agentName('Mozilla/5.0 (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0')).toBe('Firefox · Android');
    expect(
      agentName(
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1',
      ),
    ).toBe('Safari · iPhone');
  });

  it('keeps its own name when nobody knows it', () => {
    expect(agentName('curl/8.5.0')).toBe('curl/8.5.0');
    expect(agentName(' ')).toBeUndefined();
  });
});
