// The renderer's build. The main side's bundles are made by scripts/build, which also calls this one.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    // The oldest Chromium the app runs on (Electron 25).
    target: 'chrome114',
    sourcemap: true,
    // The content security policy knows no data: and no inline script, so nothing may become one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Loaded from disk in one go: splitting would gain nothing.
    chunkSizeWarningLimit: 4000,
  },
});
