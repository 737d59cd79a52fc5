// Boots the core's WebAssembly module in Node.js, asks it questions, and compares each answer byte for byte with the native program's.
//   node browser-smoke.mjs FRAMEWORK_FOLDER LOCALRIG
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';

const [framework, localrig] = process.argv.slice(2);
const requests = [
  ['plan', { model: 'Qwen3.5-27B', quant: 'Q4_K_M', rig: 'rtx-3090' }],
  ['plan', { model: 'Qwen3.5-35B-A3B', rig: '2x rtx-3060-12-gb + 64GB ddr5-6000', ctx: '32k', cacheTypeK: 'q8_0', cacheTypeV: 'q8_0', flashAttention: 'on' }],
  ['survey', { rig: 'rtx-3090' }],
  ['match', { rig: ['m4-max-40c:64', 'rtx-4090'], family: 'qwen3.5' }],
  ['levers', { model: 'Qwen3.5-27B', rig: 'rtx-4080' }],
  ['curve', { model: 'Qwen3.5-9B', rig: 'rtx-4070' }],
  ['quants', { model: 'Qwen3.5-9B', rig: 'rtx-3060' }],
  ['rank', { model: 'Qwen3.5-27B' }],
  ['rig', { words: '2x rtx-3090 + 64GB ddr5-6000' }],
  ['model', { words: 'Qwen3.5-32B Q4_K_M' }],
  ['commands', { model: 'Qwen3.5-9B', rig: 'rtx-3090' }],
  ['compare', { first: 'rtx-3090', second: 'rtx-4090', model: 'Qwen3.5-27B', quant: 'Q4_K_M' }],
  ['serve', { model: 'Qwen3.5-27B', rig: '2x rtx-3090' }],
  ['audit', { text: 'An RTX 3090 has 24 GB of VRAM and 936 GB/s of bandwidth.', format: 'markdown' }],
  ['plan', { model: 'Qwen3.5-27B', rig: 'rtx-3090', ctx: 'many' }],
];
const refused = [
  ['plan', { model: '/models/x.gguf', rig: 'rtx-3090' }, /can't be read here/],
  ['plan', { model: 'Qwen3.5-9B' }, /can't be found out here/],
  ['audit', { file: 'guide.md' }, /can't be read here/],
];

let passed = 0;
let failed = 0;
const check = (name, right, detail) => {
  right ? passed++ : failed++;
  console.log(`${right ? 'ok    ' : 'failed'} ${name}${detail ? `  ${detail}` : ''}`);
};

const started = performance.now();
const { dotnet } = await import(pathToFileURL(join(resolve(framework), 'dotnet.js')));
const { getAssemblyExports, getConfig, INTERNAL } = await dotnet.withDiagnosticTracing(false).create();
const exported = await getAssemblyExports(getConfig().mainAssemblyName);
const ask = (question, request) => exported.LocalRig.Browser.Entry.Ask(question, JSON.stringify(request));
console.log(`booted in ${Math.round(performance.now() - started)} ms`);

// memory alone of a model needs nothing that comes later; everything else is asked once it has come
const first = JSON.stringify({ model: 'Qwen3.5-27B', quant: 'Q4_K_M', rig: '2x 3090 and 64 gigs', memoryOnly: true });
const early = await exported.LocalRig.Browser.Entry.Ask('plan', first);
check('plan of memory alone before the rest is loaded', early === spawnSync(localrig, ['--batch', '-'], { input: `{"question":"plan",${first.slice(1)}\n`, encoding: 'utf8' }).stdout.trimEnd());
for (const { name } of getConfig().resources.lazyAssembly) await INTERNAL.loadLazyAssembly(name);
exported.LocalRig.Browser.Entry.TakeLater();

const lines = requests.map(([question, request]) => JSON.stringify({ question, ...request })).join('\n');
const native = spawnSync(localrig, ['--batch', '-'], { input: lines, encoding: 'utf8', maxBuffer: 1 << 28 });
const answers = native.stdout.trimEnd().split('\n');
if (native.status !== 0) console.log(native.stderr);
for (const [i, [question, request]] of requests.entries()) {
  const before = performance.now();
  const answer = await ask(question, request);
  const took = Math.round(performance.now() - before);
  const same = answer === answers[i];
  check(`${question} ${JSON.stringify(request).slice(0, 60)}`, same, `${took} ms, ${answer.length} characters`);
  if (!same) {
    let at = 0;
    while (at < answer.length && answer[at] === answers[i]?.[at]) at++;
    console.log(`  browser …${answer.slice(Math.max(0, at - 40), at + 120)}\n  native  …${(answers[i] ?? '').slice(Math.max(0, at - 40), at + 120)}`);
  }
}
for (const [question, request, says] of refused) {
  const answer = JSON.parse(await ask(question, request));
  check(`${question} without files or hardware is refused in words`, says.test(answer.error?.message ?? ''), answer.error?.message);
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed ? 1 : 0);
