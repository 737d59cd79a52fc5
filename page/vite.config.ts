import { defineConfig } from 'vite';
import { texts } from './src/texts.ts';

// Everything relative, so that the page works in any folder of any static host. No inline scripts or styles: the policy in index.html forbids them.
export default defineConfig({
  base: './',
  build: { outDir: '../artifacts/page', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false },
  worker: { format: 'es' },
  plugins: [{
    name: 'texts',
    transformIndexHtml: (html: string) => html.replace(/\{\{(\w+)\}\}/g, (_, key: string) => String((texts.shell as Record<string, string>)[key] ?? '')),
  }],
});
