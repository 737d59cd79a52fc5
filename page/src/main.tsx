import { render } from 'preact';
import './style.css';
import { engine } from './engine/ask.ts';
import { App } from './ui/app.tsx';
import { applyTheme } from './lib/theme.ts';

applyTheme();
engine.start(); // in a worker: it takes longest, and nothing of it keeps the page from being shown

// A task of its own, so that the browser may answer between reading the program, drawing the page and laying it out.
setTimeout(() => {
  const root = document.getElementById('app')!;
  root.replaceChildren();
  render(<App />, root);
}, 0);

// Offline is for the next visit: what it stores must not be fetched beside what this one waits for.
if ('serviceWorker' in navigator && import.meta.env.PROD) {
  engine.onceRested(() => { navigator.serviceWorker.register('./sw.js').catch(() => { /* a host without TLS: it works, but not offline */ }); });
}
