// What is cut out of the runtime traps, what is kept answers: on a module written byte by byte here.
//   (module
//     (func $wanted (export "run") (result i32) call $deep)
//     (func $foreign (export "foreign") (result i32) call $below)
//     (func $deep (result i32) i32.const 7)
//     (func $below (result i32) i32.const 9)
//     (func $shared (export "shared") (result i32) call $deep))
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languagesAndArchives, pruned } from '../prune.mjs';

const named = text => [text.length, ...Buffer.from(text)];
const part = (id, ...content) => [id, content.length, ...content];
const calls = index => [4, 0, 0x10, index, 0x0b];
const gives = value => [4, 0, 0x41, value, 0x0b];
const module = Uint8Array.from([
  0, ...Buffer.from('asm'), 1, 0, 0, 0,
  ...part(1, 1, 0x60, 0, 1, 0x7f),
  ...part(3, 5, 0, 0, 0, 0, 0),
  ...part(7, 3, ...named('run'), 0, 0, ...named('foreign'), 0, 1, ...named('shared'), 0, 4),
  ...part(10, 5, ...calls(2), ...calls(3), ...gives(7), ...gives(9), ...calls(2)),
]);
const symbols = '0:mono_run\n1:GlobalizationNative_Foreign\n2:icu::deep\n3:icu::below\n4:mono_shared';
const run = async bytes => (await WebAssembly.instantiate(bytes)).instance.exports;

test('what only a cut function reaches is cut too, and what a kept one calls stays', async () => {
  const before = await run(module);
  assert.deepEqual([before.run(), before.foreign(), before.shared()], [7, 9, 7]);
  const { bytes, cut, kept } = pruned(module, symbols, languagesAndArchives);
  const after = await run(bytes);
  assert.deepEqual([after.run(), after.shared()], [7, 7]);
  assert.throws(() => after.foreign(), WebAssembly.RuntimeError);
  assert.equal(cut, 2);
  assert.deepEqual(kept, ['icu::deep'], 'named as never called, but a kept function calls it');
});

test('a list of another module, or of another order than the linker\'s, is refused', () => {
  assert.throws(() => pruned(module, '0:mono_run', languagesAndArchives), /another module/);
  assert.throws(() => languagesAndArchives(new Map([[0, 'icu::first'], [1, 'mono_between'], [2, 'icu::last']])), /lie between/);
});
