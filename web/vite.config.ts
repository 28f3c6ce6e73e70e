import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API_URL = 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  // Nothing as a data: address, which the content security policy would refuse.
  build: { outDir: 'dist', emptyOutDir: true, sourcemap: false, assetsInlineLimit: 0 },
  // `vite` alone serves the page beside a running `npm start`.
  server: {
    proxy: { '/api': API_URL, '/.well-known': API_URL, '/events': API_URL, '/images': API_URL },
  },
});
