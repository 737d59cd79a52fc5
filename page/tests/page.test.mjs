// Journeys through the built page in a real browser, as people make them; and that its answers are the native program's, byte for byte.
//   node --test tests      LOCALRIG names the native program, CHROMIUM the browser
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { executablePath, launch } from './browser.mjs';
import { places, settled } from './places.mjs';
import { questions } from './questions.mjs';
import { serve } from './server.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const site = join(root, 'artifacts', 'page');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const native = [process.env.LOCALRIG, join(root, 'artifacts/localrig/localrig'), join(root, 'artifacts/bin/LocalRig.Cli/release/localrig')].find(p => p && existsSync(p));
const skip = executablePath ? false : 'no Chromium is installed';
const patience = 120_000; // ms: a busy machine takes half a minute to start the engine
const plan = '#/plan?model=Qwen3.5-27B&quant=Q4_K_M&rig=rtx-3090';

let server;
let browser;
before(async () => {
  if (skip) return;
  server = await serve(site);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** A new browser with a page, `early` run in it before the page's own program, files `held` back until they are released, and what went wrong. Nothing may be asked of anybody but the page's own server. */
async function fresh(hash, { early, held, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  if (early) await page.addInitScript(early);
  let release;
  const released = new Promise(now => { release = now; });
  if (held) await context.route(held, async route => { await released; await route.continue(); });
  const wrong = [];
  page.on('pageerror', error => wrong.push(error.message));
  page.on('console', message => { if (message.type() === 'error' && !/404|ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(message.text())) wrong.push(message.text()); });
  page.on('request', request => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(server.url)) wrong.push(`asked ${request.url()}`); });
  await page.goto(server.url + hash);
  return { page, context, wrong, release, done: async () => { await context.close(); assert.deepEqual(wrong, []); } };
}

/** What the native program answers; null where there is none. */
const told = (question, request) => native ? JSON.parse(spawnSync(native, ['--batch', '-'], { input: JSON.stringify({ question, ...request }) + '\n', encoding: 'utf8', maxBuffer: 1 << 28 }).stdout) : null;
const onCard = { model: 'Qwen3.5-27B', quant: 'Q4_K_M', rig: 'rtx-3090' };
const gibibytes = bytes => (bytes / 2 ** 30).toFixed(2);
const literally = text => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

const verdict = page => page.locator('main .answer .verdict').first().innerText();
const drag = (page, place) => page.locator('input[type=range]').evaluate((range, to) => { range.value = to; range.dispatchEvent(new Event('input', { bubbles: true })); }, place);

test('finds out what my 3090 runs, from the empty page on', { skip }, async () => {
  const { page, done } = await fresh('');
  await page.getByLabel('Your machine').last().fill('3090 and 64 gigs');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.pick');
  await page.waitForSelector('.ranked tbody tr');
  assert.match(await page.locator('.whose .read').innerText(), /rtx-3090.*23\.56 GiB.*936 GB\/s.*64\.00 GiB main memory/);
  assert.match(await page.locator('.pick .sentence').innerText(), /comfortable, [\d.]+ of 23\.56 GiB on gpu0, \d+–\d+ tokens\/s, room for [\d,]+ tokens/);
  assert.match(await page.locator('.pick pre').innerText(), /^llama-server -(m|hf) \S+/);
  assert.ok(await page.locator('.ranked tbody tr').count() >= 10);
  await page.locator('.ranked tbody a').first().click();
  await page.waitForSelector('main .answer');
  assert.equal(await verdict(page), 'comfortable');
  await done();
});

test('drags context until it no longer fits everything on the card', { skip }, async () => {
  const { page, done } = await fresh(`${plan}&gpuLayers=all`);
  await settled(page);
  assert.equal(await verdict(page), 'comfortable');
  await page.waitForSelector('.limits button');
  await page.locator('.limits button').first().click();
  await settled(page);
  const largest = Number(new URL(page.url().replace('#/', '')).searchParams.get('ctx') ?? await page.locator('.contextHead input').inputValue());
  assert.ok(largest > 100_000);
  assert.equal(await verdict(page), 'tight');
  await drag(page, 1000);
  await page.waitForFunction(() => document.querySelector('main .answer .verdict')?.textContent === 'does not fit');
  assert.ok(await page.locator('.device.over').count() === 1);
  assert.match(await page.locator('.device.over .lacks').innerText(), /GiB lacking/);
  await drag(page, 300);
  await page.waitForFunction(() => document.querySelector('main .answer .verdict')?.textContent === 'comfortable');
  await done();
});

test('bars that a slider finds worked out are the native program\'s figures', { skip: skip || (native ? false : 'no native localrig: set LOCALRIG') }, async () => {
  const { page, done } = await fresh(plan);
  await settled(page);
  await page.waitForTimeout(1000); // neighbours are worked out meanwhile
  for (const place of [376, 380, 384, 372, 900]) {
    await drag(page, place);
    const ctx = Number(await page.locator('.contextHead input').inputValue());
    const answer = told('plan', { ...onCard, ctx, memoryOnly: true });
    await page.waitForFunction(said => document.querySelector('.device .used')?.textContent === said, `${gibibytes(answer.devices[0].totalBytes)} of ${gibibytes(answer.devices[0].usableBytes)} GiB`);
    assert.match(await page.locator('.share pre').innerText(), literally(`-c ${ctx}`));
  }
  await done();
});

test('every number tells where it comes from', { skip }, async () => {
  const { page, done } = await fresh(plan);
  await settled(page);
  const cell = page.locator('.partsTable tr', { hasText: 'KV cache' }).locator('.num').first();
  await cell.focus();
  await page.keyboard.press('Enter');
  const receipt = page.getByRole('dialog');
  const said = await receipt.innerText();
  assert.match(said, /layers x context x \(key row \+ value row\)/);
  assert.match(said, /536,870,912 bytes/);
  assert.match(said, /llama-kv-cache\.cpp/);
  assert.match(said, /worked out/);
  await page.keyboard.press('Escape');
  await receipt.waitFor({ state: 'hidden' });
  assert.ok(await cell.evaluate(element => element === document.activeElement), 'the focus is where it was');
  await page.locator('.speeds .num').first().click();
  assert.match(await page.getByRole('dialog').innerText(), /physical ceiling \d+\.\d+/);
  await done();
});

test('picks a quantization and sees why', { skip }, async () => {
  const { page, done } = await fresh('#/quants?model=Qwen3.5-27B&rig=rtx-4080');
  await settled(page);
  const answer = told('quants', { model: 'Qwen3.5-27B', rig: 'rtx-4080' });
  const sentence = await page.locator('main .sentence').first().innerText();
  if (answer) assert.ok(answer.pick && answer.because && sentence.includes(answer.because), sentence);
  assert.equal(await page.locator('tr.pick').count(), 1);
  await page.locator('.quants .words .num').first().click();
  assert.match(await page.getByRole('dialog').innerText(), /Source/);
  await page.keyboard.press('Escape');
  await page.locator('tr.pick a').click();
  await page.waitForSelector('main .answer');
  assert.match(page.url(), /plan\?.*quant=/);
  await done();
});

test('compares two cards', { skip }, async () => {
  const { page, done } = await fresh('#/compare?model=Qwen3.5-27B&quant=Q4_K_M&rig=rtx-3090');
  await page.locator('fieldset input').nth(1).fill('rtx-4090');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.columns');
  await settled(page);
  await page.locator('main .sentence', { hasText: /Compared with rtx-4090/ }).first().waitFor();
  assert.equal(await page.locator('.columns thead th').count(), 3);
  await done();
});

test('pastes a guide and sees its mistakes', { skip }, async () => {
  const { page, done } = await fresh('#/audit');
  await page.locator('textarea').fill('The RTX 4090 has 32 GB of VRAM.\nQwen3.5-27B in Q4_K_M takes 12 GB.\n');
  await page.getByRole('button', { name: 'Check it' }).click();
  await page.waitForSelector('.claims li');
  await settled(page);
  assert.equal(await page.locator('.claims .verdict.false').count(), 2);
  assert.match(await page.locator('.claims').innerText(), /Qwen3\.5-27B Q4_K_M takes \d\d\.\d\d GiB/);
  await done();
});

test('sees a guide\'s claims marked in its text, and opens one by key', { skip }, async () => {
  const { page, done } = await fresh('#/audit');
  await page.locator('textarea').fill('The RTX 4090 has 32 GB of VRAM.\n\nMy own words stand between.\n\nThe RTX 3090 has 936 GB/s.\n');
  await page.getByRole('button', { name: 'Check it' }).click();
  await page.waitForSelector('.marked mark');
  await settled(page);
  assert.deepEqual(await page.locator('.marked mark').allInnerTexts(), ['The RTX 4090 has 32 GB of VRAM.', 'The RTX 3090 has 936 GB/s.']);
  assert.equal(await page.locator('.marked summary .verdict.false').count(), 1);
  assert.match(await page.locator('.marked > p', { hasText: 'My own words' }).innerText(), /stand between/);
  await page.locator('.marked summary').first().focus();
  await page.keyboard.press('Enter');
  assert.match(await page.locator('.marked details[open]').innerText(), /Rather: RTX 4090: 24/);
  await done();
});

/** A GGUF header alone, as llama.cpp writes it: enough to be recognised and told apart. */
function header() {
  const parts = [];
  const u32 = n => { const b = Buffer.alloc(4); b.writeUInt32LE(n); parts.push(b); };
  const u64 = n => { const b = Buffer.alloc(8); b.writeBigUInt64LE(BigInt(n)); parts.push(b); };
  const text = s => { u64(Buffer.byteLength(s)); parts.push(Buffer.from(s)); };
  const facts = [['general.architecture', 'llama'], ['llama.block_count', 2], ['llama.context_length', 4096], ['llama.embedding_length', 256], ['llama.feed_forward_length', 512], ['llama.attention.head_count', 4], ['llama.attention.head_count_kv', 4], ['llama.attention.layer_norm_rms_epsilon', 1e-5], ['llama.vocab_size', 1000], ['general.file_type', 1]];
  const tensors = [['token_embd.weight', [256, 1000]], ['output_norm.weight', [256], 0], ['output.weight', [256, 1000]]];
  for (const i of [0, 1]) {
    for (const name of ['attn_q', 'attn_k', 'attn_v', 'attn_output']) tensors.push([`blk.${i}.${name}.weight`, [256, 256]]);
    tensors.push([`blk.${i}.ffn_gate.weight`, [256, 512]], [`blk.${i}.ffn_up.weight`, [256, 512]], [`blk.${i}.ffn_down.weight`, [512, 256]], [`blk.${i}.attn_norm.weight`, [256], 0], [`blk.${i}.ffn_norm.weight`, [256], 0]);
  }
  parts.push(Buffer.from('GGUF'));
  u32(3);
  u64(tensors.length);
  u64(facts.length);
  for (const [key, value] of facts) {
    text(key);
    if (typeof value === 'string') { u32(8); text(value); } else if (Number.isInteger(value)) { u32(4); u32(value); } else { u32(6); const b = Buffer.alloc(4); b.writeFloatLE(value); parts.push(b); }
  }
  let at = 0;
  for (const [name, shape, type = 1] of tensors) {
    text(name);
    u32(shape.length);
    for (const n of shape) u64(n);
    u32(type);
    u64(at);
    at += Math.ceil(shape.reduce((a, b) => a * b) * (type === 0 ? 4 : 2) / 32) * 32;
  }
  const bytes = Buffer.concat(parts);
  return Buffer.concat([bytes, Buffer.alloc(Math.ceil(bytes.length / 32) * 32 - bytes.length + at)]);
}

test('drops a GGUF file: only its header is read, nothing is sent', { skip }, async () => {
  const { page, done } = await fresh('#/plan?rig=rtx-3090');
  const sent = server.sent.length;
  await page.locator('input[type=file]').setInputFiles({ name: 'tiny-test.gguf', mimeType: 'application/octet-stream', buffer: header() });
  await page.waitForSelector('main .answer');
  await settled(page);
  assert.match(await page.locator('main .answer').innerText(), /comfortable/);
  assert.equal(await page.locator('.subject input').first().inputValue(), 'tiny-test.gguf');
  assert.match(await page.locator('.limits').innerText(), /4,096/);
  assert.ok(server.sent.slice(sent).every(s => !s.path.includes('tiny')), 'nothing of the file went out');
  await page.locator('input[type=file]').setInputFiles({ name: 'broken.gguf', mimeType: 'application/octet-stream', buffer: Buffer.from('not a model at all') });
  await page.waitForSelector('.subject .problem');
  assert.match(await page.locator('.subject .problem').innerText(), /not a GGUF file/);
  await done();
});

test('a link opens the same page in another browser', { skip }, async () => {
  const first = await fresh(`${plan}&ctx=65536&cacheTypeK=q8_0&cacheTypeV=q8_0&ubatch=256&parallel=2`);
  await settled(first.page);
  await first.page.locator('.controls .fields select').first().selectOption('q4_0');
  await settled(first.page);
  await first.page.waitForTimeout(400);
  const said = await first.page.locator('.memory').innerText();
  const url = first.page.url();
  const cli = await first.page.locator('.share pre').innerText();
  await first.done();
  assert.match(cli, /^localrig plan Qwen3\.5-27B --quant Q4_K_M --rig rtx-3090 -c 65536 -np 2 -ub 256 -ctk q4_0 -ctv q8_0$/);
  const second = await fresh(url.slice(server.url.length));
  await settled(second.page);
  assert.equal(await second.page.locator('.memory').innerText(), said);
  await second.done();
});

test('copies the link, Markdown and JSON', { skip }, async () => {
  const { page, context, done } = await fresh(plan);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await settled(page);
  const copied = async name => {
    await page.getByRole('button', { name }).click();
    await page.waitForTimeout(80);
    return page.evaluate(() => navigator.clipboard.readText());
  };
  assert.equal(await copied('Copy link'), page.url());
  const markdown = await copied('Copy as Markdown');
  assert.match(markdown, /^# What a model takes/);
  const json = JSON.parse(await copied('Copy JSON'));
  assert.match(markdown, literally(`| weights | ${gibibytes(json.devices[0].weightsBytes)} GiB |`));
  const plain = told('plan', onCard);
  if (plain) assert.deepEqual(json.devices, plain.devices);
  await done();
});

test('copies a picture of the bars and of the charts', { skip }, async () => {
  for (const place of [plan, plan.replace('plan', 'curve')]) {
    const { page, context, done } = await fresh(place);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await settled(page);
    await page.getByRole('button', { name: 'Copy image' }).click();
    await page.getByText('Copied').waitFor();
    const seen = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const bitmap = await createImageBitmap(await item.getType('image/png'));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const drawn = canvas.getContext('2d');
      drawn.drawImage(bitmap, 0, 0);
      const colours = new Set();
      const { data } = drawn.getImageData(0, 0, bitmap.width, bitmap.height);
      for (let i = 0; i < data.length; i += 4) colours.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
      return { width: bitmap.width, colours: [...colours] };
    });
    assert.ok(seen.width >= 1400, `${seen.width} points wide`);
    assert.ok(seen.colours.includes('52,89,122'), 'the colour of weights is in it');
    await done();
  }
});

test('finds how many people a pair of cards serves', { skip }, async () => {
  const { page, done } = await fresh('#/serve?model=Qwen3.5-27B&rig=2x+rtx-3090');
  await settled(page);
  const answer = told('serve', { model: 'Qwen3.5-27B', rig: '2x rtx-3090' });
  if (answer) assert.match(await page.locator('.facts').innerText(), literally(`${Math.floor(answer.sequences.low)} – ${Math.floor(answer.sequences.high)}`));
  await page.getByLabel('KV cache').selectOption('fp8');
  await page.waitForFunction(() => document.querySelector('.share pre')?.textContent.includes('--kv-cache-dtype fp8'));
  await settled(page);
  if (answer) {
    const smaller = told('serve', { model: 'Qwen3.5-27B', rig: '2x rtx-3090', kvCacheDtype: 'fp8' });
    assert.match(await page.locator('.facts').innerText(), literally(`${Math.floor(smaller.sequences.low)} – ${Math.floor(smaller.sequences.high)}`));
    assert.ok(smaller.sequences.likely > answer.sequences.likely);
  }
  await done();
});

test('asks for drafts, pictures and several at once, and sees what they gain', { skip }, async () => {
  const { page, done } = await fresh(plan);
  await settled(page);
  await page.locator('details summary', { hasText: 'More options' }).click();
  await page.getByLabel('Drafts').selectOption('draft-mtp');
  await page.getByLabel('Sees pictures').selectOption('auto');
  await page.getByLabel('Slots').fill('4');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.share pre')?.textContent.includes('--spec-type draft-mtp'));
  await settled(page);
  assert.match(await page.locator('.share pre').innerText(), /-np 4 .*--spec-type draft-mtp --mmproj auto$/);
  const answer = told('plan', { ...onCard, parallel: 4, specType: 'draft-mtp', mmproj: 'auto' });
  const speeds = await page.locator('.speeds').innerText();
  for (const said of ['Answers with drafts', 'Answers together', 'Each of them']) assert.ok(speeds.includes(said), speeds);
  const memory = await page.locator('section[aria-labelledby=memory]').innerText();
  assert.match(await page.locator('main .answer').innerText(), /vision projector mmproj-BF16\.gguf is in the figures/);
  if (answer) assert.match(memory, literally(`${gibibytes(answer.devices[0].totalBytes)} GiB`));
  await page.goto(`${server.url}#/curve?model=Qwen3.5-9B&quant=Q4_K_M&rig=rtx-3090`);
  await page.locator('section[aria-labelledby=users] tr.pick').waitFor();
  const curve = told('curve', { model: 'Qwen3.5-9B', quant: 'Q4_K_M', rig: 'rtx-3090' });
  if (curve) {
    assert.equal(await page.locator('section[aria-labelledby=users] tbody tr').count(), curve.byUsers.length);
    assert.equal(await page.locator('section[aria-labelledby=users] tr.pick th').innerText(), String(curve.knee));
  }
  await done();
});

test('first bars need nothing that is loaded later; speed waits for it', { skip }, async () => {
  const { page, done } = await fresh('#/', { serviceWorkers: 'block' });
  await settled(page);
  let letGo;
  const held = new Promise(resolve => { letGo = resolve; });
  let waiting = 0;
  await page.context().route(/_framework\/(LocalRig\.Later|System\.Text\.RegularExpressions|System\.Private\.Uri|System\.Security\.Cryptography|System\.Threading\.Tasks\.Parallel)\.wasm/, async route => { waiting++; await held; await route.continue(); });
  await page.goto('about:blank');
  await page.goto(server.url + plan);
  await page.waitForSelector('.bars .seg');
  const used = await page.locator('.device .used').first().innerText();
  await page.waitForTimeout(500);
  assert.ok(waiting >= 5, `${waiting} files wait`);
  assert.equal(await page.locator('.speeds').count(), 0);
  letGo();
  await page.waitForSelector('.speeds');
  await settled(page);
  assert.equal(await page.locator('.device .used').first().innerText(), used);
  const plain = told('plan', onCard);
  if (plain) assert.ok(used.startsWith(gibibytes(plain.devices[0].totalBytes)), used);
  await done();
});

test('works offline after the first visit', { skip }, async () => {
  const { page, context, done } = await fresh(plan);
  await settled(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => (await caches.keys()).some(k => k.startsWith('localrig-')));
  await context.setOffline(true);
  await page.reload();
  await settled(page);
  assert.equal(await verdict(page), 'comfortable');
  await page.goto(`${server.url}#/rank?model=Qwen3.5-27B`);
  await page.waitForSelector('.contradictions');
  await done();
});

test('loses no key pressed before the page is drawn, nor a name entered before names are known', { skip }, async () => {
  const early = () => addEventListener('DOMContentLoaded', () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true })));
  const { page, done, release } = await fresh('#/', { early, held: '**/names.json' });
  await page.waitForSelector('dialog.search[open]');
  await page.keyboard.type('rtx-3090');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('dialog.search p[role=status]').innerText(), /being loaded/);
  release();
  await page.waitForFunction(() => location.hash.includes('rig=rtx-3090'));
  await done();
});

test('works by keyboard alone', { skip }, async () => {
  const { page, done } = await fresh('#/');
  await page.keyboard.press('Tab');
  await page.keyboard.press('/');
  await page.waitForSelector('dialog.search[open]');
  await page.waitForFunction(() => document.querySelectorAll('datalist#devices option').length > 0);
  await page.keyboard.type('rtx-3090');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('rig=rtx-3090'));
  await page.waitForSelector('dialog.search', { state: 'detached' });
  await page.keyboard.press('/');
  await page.waitForSelector('dialog.search[open]');
  await page.keyboard.type('qwen3.5-27b');
  await page.waitForFunction(() => document.querySelector('#hits')?.textContent.includes('Qwen3.5-27B'));
  await page.keyboard.press('Enter');
  await page.waitForSelector('main .answer');
  await settled(page);
  assert.match(page.url(), /plan\?.*model=Qwen3\.5-27B/);
  await page.locator('input[type=range]').focus();
  const before = await page.locator('.contextHead input').inputValue();
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight');
  await settled(page);
  assert.ok(Number(await page.locator('.contextHead input').inputValue()) > Number(before));
  await page.keyboard.press('/');
  await page.waitForSelector('dialog.search[open]');
  await page.keyboard.type('levers');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.startsWith('#/levers'));
  await page.waitForSelector('main table');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  await done();
});

test('says what the server found this machine to be', { skip }, async () => {
  const doctor = { rig: { name: 'this machine', devices: [{ name: 'gpu0', backend: 'cuda', model: 'rtx-3060-12-gb', memoryBytes: 12884901888, usableBytes: 12000000000 }], hostMemoryBytes: 34359738368, hostMemoryAssumed: false }, findings: [{ what: 'NVIDIA', found: 'RTX 3060', how: 'nvidia-smi' }] };
  const rig = { rig: 'this machine', devices: [{ id: 'rtx-3060-12-gb', name: 'gpu0', backend: 'cuda', memoryBytes: 12884901888, usableBytes: 12000000000, bandwidthBytesPerSecond: 360000000000 }], host: { memoryBytes: 34359738368, bandwidthBytesPerSecond: null, processor: null, assumed: false }, notices: [] };
  const mine = await serve(site, { api: (request, path) => path === '/healthz' ? '{"status":"ok"}' : path === '/api/v1/doctor' && request.method === 'POST' ? JSON.stringify(doctor) : path === '/api/v1/rig' && request.method === 'POST' ? JSON.stringify(rig) : undefined });
  const context = await browser.newContext();
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  await page.goto(mine.url);
  await page.waitForSelector('.pick');
  assert.match(await page.locator('.whose').innerText(), /As LocalRig found it/);
  assert.equal(await page.locator('.whose input').inputValue(), 'rtx-3060-12-gb + 32.00GiB');
  assert.match(decodeURIComponent(page.url()), /"usableBytes":12000000000/, 'the machine goes along in the address');
  assert.match(await page.locator('.pick .sentence').innerText(), /of 11\.18 GiB on gpu0, \d+–\d+ tokens\/s/);
  await context.close();
  await mine.close();
});

test('works in a folder of a host, under a strict policy', { skip }, async () => {
  const folder = await serve(site, { at: '/some/where/' });
  const context = await browser.newContext();
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  await page.goto(folder.url + plan);
  await settled(page);
  assert.equal(await verdict(page), 'comfortable');
  await context.close();
  await folder.close();
});

test('unknown things are said in words', { skip }, async () => {
  const { page, done } = await fresh('#/plan?model=Qwen3.5-27B&quant=Q4_K_M&rig=fooo+bar');
  await page.waitForSelector('.problem');
  assert.match(await page.locator('.problem').first().innerText(), /names no hardware LocalRig knows/);
  await page.goto(`${server.url}#/plan?model=Qwen3.5-27B&quant=Q4_K_M&rig=gpu%3A24GB`);
  await settled(page);
  await page.waitForSelector('main .answer');
  await settled(page);
  assert.match(await page.locator('main').innerText(), /Speed: unknown for this machine/);
  await page.goto(`${server.url}#/nowhere`);
  assert.match(await page.locator('main').innerText(), /There is no such place/);
  await done();
});

/** One walk over all places, as loading them is what takes time: each is looked at in the light, in the dark and on a narrow screen, and its command line is run. */
test('on every place axe finds nothing, light or dark, nothing scrolls sideways at 360 px, and the command line answers', { skip }, async () => {
  const { page, done } = await fresh('', { bypassCSP: true, serviceWorkers: 'block' });
  const found = [];
  for (const [name, hash] of Object.entries(places)) {
    await page.goto(server.url + hash);
    await settled(page);
    await page.evaluate(axe);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const v of violations) found.push(`${name}, ${colorScheme}: ${v.impact} ${v.id}: ${v.nodes.slice(0, 2).map(n => n.html.slice(0, 120)).join(' | ')}`);
    }
    await page.setViewportSize({ width: 360, height: 760 });
    await settled(page);
    if (!await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)) found.push(`${name} scrolls sideways at 360 px`);
    await page.setViewportSize({ width: 1280, height: 900 });
    if (native && !['unknown', 'audit'].includes(name)) {
      const line = await page.locator('.share pre').innerText();
      const ran = spawnSync('bash', ['-c', `localrig() { "${native}" "$@"; }; ${line} --json`], { encoding: 'utf8', maxBuffer: 1 << 28 });
      if (ran.status !== 0) found.push(`${name}: ${line}\n${ran.stderr}`);
    }
  }
  assert.deepEqual(found, []);
  await done();
});

test('prints the answer without the controls around it', { skip }, async () => {
  const { page, done } = await fresh(plan);
  await settled(page);
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.top', '.side', '.slider', 'footer', '.buttons']) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  for (const shown of ['.bars', '.partsTable', '.speeds', '.share pre']) assert.ok(await page.locator(shown).first().isVisible(), shown);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(255, 255, 255)');
  await done();
});

test(`answers are the native program's, byte for byte (${questions.length} questions)`, { skip: skip || (native ? false : 'no native localrig: set LOCALRIG') }, async () => {
  const { page, done } = await fresh('#/');
  await page.waitForFunction(() => performance.getEntriesByName('engine-ready').length > 0);
  const answers = await page.evaluate(async asked => {
    const url = performance.getEntriesByType('resource').map(r => r.name).find(n => /assets\/worker-.*\.js/.test(n));
    const worker = new Worker(url, { type: 'module' });
    const next = () => new Promise((resolve, reject) => { worker.onmessage = e => resolve(e.data); worker.onerror = reject; });
    worker.postMessage({ kind: 'boot', framework: new URL('_framework/dotnet.js', document.baseURI).href });
    await next();
    const got = [];
    for (const [i, [question, request]] of asked.entries()) {
      worker.postMessage({ kind: 'ask', id: i + 1, question, request: JSON.stringify(request) });
      got.push((await next()).answer);
    }
    worker.terminate();
    return got;
  }, questions);
  const lines = questions.map(([question, request]) => JSON.stringify({ question, ...request })).join('\n');
  const said = spawnSync(native, ['--batch', '-'], { input: lines, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout.trimEnd().split('\n');
  const different = questions.filter((_, i) => answers[i] !== said[i]).map(q => JSON.stringify(q));
  assert.deepEqual(different, []);
  await done();
});
