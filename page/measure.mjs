// Measures the built page in Chromium: bytes and time to the first paint, until the engine answers, and from slider to painted bars.
//   node measure.mjs SITE [REST]     REST: milliseconds a place is left alone before its slider is moved, 1500 where not said
import { loadavg } from 'node:os';
import { executablePath, launch } from './tests/browser.mjs';
import { settled } from './tests/places.mjs';
import { serve } from './tests/server.mjs';

if (!executablePath) {
  console.error('No Chromium is installed; apt-get install chromium, or name one in CHROMIUM.');
  process.exit(5);
}
const rest = Number(process.argv[3] ?? 1500);
const server = await serve(process.argv[2]);
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
await page.addInitScript(() => {
  globalThis.longTasks = [];
  new PerformanceObserver(list => globalThis.longTasks.push(...list.getEntries().map(e => e.duration))).observe({ type: 'longtask', buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.bars .seg')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark('first-bars'), 0)); // painted
  }).observe(document, { subtree: true, childList: true });
});
await page.goto(`${server.url}#/plan?model=Qwen3.5-27B&quant=Q4_K_M&rig=rtx-3090`);
await page.waitForSelector('.bars .seg');
await page.waitForFunction(() => performance.getEntriesByName('first-bars').length > 0);
const paint = await page.evaluate(() => ({ first: performance.getEntriesByName('first-contentful-paint')[0].startTime, ready: performance.getEntriesByName('engine-ready')[0].startTime, bars: performance.getEntriesByName('first-bars')[0].startTime }));
const once = [...new Map(server.sent.map(s => [s.path, s])).values()];
const bytes = wanted => once.filter(s => wanted(s.path)).reduce((sum, s) => sum + s.bytes, 0);
const before = bytes(path => !/_framework|worker|sw\.js|icon|manifest|names\.json|index\.html/.test(path));
const all = bytes(() => true);
console.log(`${(before / 1000).toFixed(1)} kB before the first paint, ${(all / 1e6).toFixed(2)} MB in all; first paint ${Math.round(paint.first)} ms, engine ready ${Math.round(paint.ready)} ms, first bars ${Math.round(paint.bars)} ms`);
await settled(page);
console.log(`long tasks until settled: ${await page.evaluate(() => globalThis.longTasks.map(Math.round).join(', '))} ms`);

/** From the slider's event to the frame after the bars changed. */
async function slide(name, hash, from, to, steps = 60) {
  await page.goto(server.url + hash);
  await settled(page);
  await page.waitForTimeout(rest);
  const took = await page.evaluate(async ([first, last, count, warm]) => {
    const range = document.querySelector('input[type=range]');
    let heard = () => {};
    new MutationObserver(() => heard()).observe(document.querySelector('.memory'), { subtree: true, childList: true, attributes: true, characterData: true });
    const times = [];
    globalThis.longTasks.length = 0;
    for (let i = -warm; i < count; i++) {
      const start = performance.now();
      range.value = String(Math.round(i < 0 ? first - i : first + (last - first) * i / count));
      range.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(done => { heard = done; setTimeout(done, 1000); });
      const changed = performance.now();
      await new Promise(requestAnimationFrame);
      await new Promise(done => setTimeout(done, 0));
      if (i >= 0 && changed - start < 1000) times.push({ bars: changed - start, painted: performance.now() - start });
      await new Promise(done => setTimeout(done, 5));
    }
    return times;
  }, [from, to, steps, 20]);
  const at = (key, share) => took.map(t => t[key]).sort((a, b) => a - b)[Math.min(took.length - 1, Math.floor(took.length * share))].toFixed(0);
  console.log(`${name}: slider to changed bars median ${at('bars', 0.5)} ms, p95 ${at('bars', 0.95)} ms; to the painted frame median ${at('painted', 0.5)} ms, p95 ${at('painted', 0.95)} ms (${took.length} moves); long tasks ${await page.evaluate(() => globalThis.longTasks.length)}`);
}
await slide('dense, one card, all on it', '#/plan?model=Qwen3.5-27B&quant=Q4_K_M&rig=rtx-3090', 300, 800);
await slide('dense, one card, as asked', '#/plan?model=Qwen3.5-27B&quant=Q4_K_M&rig=rtx-3090&gpuLayers=all', 300, 1000);
await slide('experts, two cards, all on them', '#/plan?model=Qwen3.5-35B-A3B&quant=Q4_K_M&rig=2x+rtx-3090', 300, 800);
await slide('dense, layers chosen', '#/plan?model=Qwen3.5-27B&quant=Q4_K_M&rig=rtx-4080', 300, 800);
await slide('experts on the host, chosen', '#/plan?model=Qwen3.5-122B-A10B&quant=Q4_K_M&rig=rtx-3090', 300, 800);
console.log(`load average ${loadavg().map(n => n.toFixed(1)).join(', ')}`);
await browser.close();
await server.close();
