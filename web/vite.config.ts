import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API_URL = 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  build: {
    ...{ outDir: 'dist', emptyOutDir: true, sourcemap: false },
    // Nothing as a data: address, which the content security policy would refuse.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // In one chunk with zod, its setting is there before any schema is made.
      output: { codeSplitting: { groups: [{ name: 'zod', test: /zod-without-eval|\/zod\// }] } },
    },
  },
  // `vite` alone serves the page beside a running `npm start`.
  server: {
    proxy: { '/api': API_URL, '/.well-known': API_URL, '/events': API_URL, '/images': API_URL },
  },
});
