// Finishes a built site: puts the engine beside it, lists what works offline, and compresses everything for servers that send files as they lie.
//   node finish.mjs SITE FRAMEWORK
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { namesOf } from './names.mjs';
import { languagesAndArchives, pruned } from './prune.mjs';

const [site, framework] = process.argv.slice(2);
const target = join(site, '_framework');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const name of readdirSync(framework)) {
  if (!/\.(map|pdb|symbols)(\.(br|gz))?$/.test(name)) cpSync(join(framework, name), join(target, name));
}

// The runtime says in dotnet.js what bytes it expects, so a pruned one is written down there.
const runtime = readFileSync(join(target, 'dotnet.native.wasm'));
const less = pruned(runtime, readFileSync(join(framework, '..', '..', 'dotnet.native.js.symbols'), 'utf8').trimEnd(), languagesAndArchives);
const integrity = bytes => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
const boot = readFileSync(join(target, 'dotnet.js'), 'utf8');
if (!boot.includes(integrity(runtime))) throw new Error('dotnet.js does not name the runtime that lies beside it.');
for (const [name, content] of [['dotnet.native.wasm', less.bytes], ['dotnet.js', boot.replace(integrity(runtime), integrity(less.bytes))]]) {
  for (const packed of ['.br', '.gz']) rmSync(join(target, name + packed), { force: true });
  writeFileSync(join(target, name), content);
}

writeFileSync(join(site, 'names.json'), await namesOf(resolve(framework)));

const all = folder => readdirSync(folder).flatMap(name => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? all(path) : [path];
});
const served = all(site).filter(f => !/\.(br|gz)$/.test(f) && !f.endsWith('sw.js'));
const address = file => `./${relative(site, file).split(sep).join('/')}`;
const names = served.map(address).sort();
const hash = createHash('sha256');
for (const file of [...served].sort()) hash.update(address(file)).update(readFileSync(file));
const version = `localrig-${hash.digest('hex').slice(0, 16)}`;
writeFileSync(join(site, 'sw.js'), readFileSync(new URL('./sw.template.js', import.meta.url), 'utf8')
  .replace('__VERSION__', version).replace('__FILES__', JSON.stringify(['./', ...names.filter(n => n !== './index.html')], null, 1)));

const later = JSON.parse(/\/\*json-start\*\/([\s\S]*)\/\*json-end\*\//.exec(boot)[1]).resources.lazyAssembly.map(a => a.name);
let first = 0;
let whole = 0;
let afterReady = 0;
for (const file of [...served, join(site, 'sw.js')]) {
  if (!/\.(html|js|css|svg|wasm|json|webmanifest|dat)$/.test(file)) continue;
  const bytes = readFileSync(file);
  if (!existsSync(`${file}.br`) || !file.startsWith(target)) writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  if (!existsSync(`${file}.gz`) || !file.startsWith(target)) writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  const size = statSync(`${file}.br`).size;
  whole += size;
  if (later.some(name => file === join(target, name))) afterReady += size;
  if (/index\.html$|assets\/index-.*\.(js|css)$/.test(file)) first += size;
}
console.log(`${(first / 1000).toFixed(1)} kB before the first paint, ${(whole / 1e6).toFixed(2)} MB with the engine (brotli), ${(afterReady / 1e6).toFixed(2)} of them after it is ready; ${version}`);
process.exit(0); // the engine that was asked for names would keep this running
