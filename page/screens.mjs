// Makes pictures of every place, light and dark, at three widths, to be looked at.
//   node screens.mjs SITE OUT [PLACE …]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { executablePath, launch } from './tests/browser.mjs';
import { serve } from './tests/server.mjs';
import { places, settled } from './tests/places.mjs';

const [site, out, ...only] = process.argv.slice(2);
if (!executablePath) {
  console.error('No Chromium is installed; apt-get install chromium, or name one in CHROMIUM.');
  process.exit(5);
}
mkdirSync(out, { recursive: true });
const server = await serve(site);
const browser = await launch();
for (const scheme of process.env.SCHEMES?.split(",") ?? ["light", "dark"]) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.on('pageerror', error => console.log('error', error.message));
  for (const [name, hash] of Object.entries(places).filter(([n]) => only.length === 0 || only.includes(n))) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(server.url + hash);
    await settled(page);
    for (const width of [1280, 768, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(120);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wider > 0) console.log(`${name} is ${wider} px too wide at ${width}`);
      await page.screenshot({ path: join(out, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
  }
  await context.close();
}
await browser.close();
await server.close();
