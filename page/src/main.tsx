import { render } from 'preact';
import './style.css';
import { engine } from './engine/ask.ts';
import { App } from './ui/app.tsx';
import { applyTheme } from './lib/theme.ts';

applyTheme();
const root = document.getElementById('app')!;
root.replaceChildren();
render(<App />, root);

// The engine is loaded when the page stands: nothing of it is needed to show where to begin.
requestAnimationFrame(() => setTimeout(() => engine.start(), 0));

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  addEventListener('load', () => { navigator.serviceWorker.register('./sw.js').catch(() => { /* a host without TLS: it works, but not offline */ }); });
}
