// Builds the client, serves it in development and runs its unit tests.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { compressedSiblings } from './scripts/compressed-siblings.ts';

// Where the server listens in development.
const server = process.env.GLOSSA_SERVER ?? 'http://127.0.0.1:8900';

export default defineConfig({
  plugins: [svelte(), compressedSiblings()],
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // `default-src 'self'` forbids data: URLs and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      // The server compares Origin with Host: leave Host as the browser sent it.
      '/api': { target: server, ws: true, changeOrigin: false },
    },
  },
  // Svelte has a server build too; the tests mount components, as a browser does.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'node', include: ['app/**/*.test.ts'], restoreMocks: true },
});
