// A hundred questions of every kind that needs no file and no network.
const models = ['Qwen3.5-9B', 'Qwen3.5-27B', 'Qwen3.5-35B-A3B', 'gemma-4-31B', 'gpt-oss-20b', 'Qwen3-8B', 'Llama-3.3-70B', 'Qwen3-Coder-Next'];
const rigs = ['rtx-3090', 'rtx-4070 + 64GB ddr5-6000', '2x rtx-3060-12-gb', 'm4-max-40c:64', 'none + 64GB ddr5-6000', 'rx-7900-xtx'];
const list = [];
for (const model of models) for (const rig of rigs) list.push(['plan', { model, quant: model.startsWith('gpt') ? 'MXFP4' : 'Q4_K_M', rig, ctx: 16384 }]);
for (const model of models) list.push(['plan', { model, rig: 'rtx-3090', memoryOnly: true }], ['curve', { model, rig: 'rtx-4090', ...(model.startsWith('gpt') ? {} : { quant: 'Q4_K_M' }) }], ['rank', { model }], ['model', { words: `${model} Q4_K_M` }]);
for (const words of [...rigs, 'dual 3090s and 64 gigs', 'MacBook Pro M4 Max 64GB', 'fooo bar']) list.push(['rig', { words }]);
list.push(
  ['plan', { model: 'Qwen3.5-27B', quant: 'Q6_K', rig: '2x rtx-3090', ctx: 65536, cacheTypeK: 'q8_0', cacheTypeV: 'q8_0', parallel: 2, ubatch: 256 }],
  ['plan', { model: 'Qwen3.5-35B-A3B', quant: 'Q4_K_M', rig: 'rtx-3060-12-gb', nCpuMoe: 'all', ctx: 32768 }],
  ['plan', { model: 'Qwen3.5-27B', rig: 'rtx-3090', ctx: 'many' }],
  ['levers', { model: 'Qwen3.5-27B', quant: 'Q4_K_M', rig: 'rtx-4080' }],
  ['quants', { model: 'Qwen3.5-9B', rig: 'rtx-3060' }],
  ['start', { rig: 'rtx-3090', for: 'coding', want: 'speed' }],
  ['start', { rig: 'rtx-4070' }],
  ['survey', { rig: 'rtx-4070' }],
  ['compare', { first: { rig: 'rtx-3090' }, second: { rig: 'rtx-4090' }, model: 'Qwen3.5-27B', quant: 'Q4_K_M' }],
  ['cloud', { model: 'Qwen3.5-27B', quant: 'Q4_K_M', rig: 'rtx-3090', tokensPerDay: '1M' }],
  ['commands', { model: 'Qwen3.5-9B', rig: 'rtx-3090' }],
  ['audit', { text: 'The RTX 4090 has 32 GB of VRAM. Qwen3.5-27B in Q4_K_M takes 12 GB.', format: 'markdown' }],
  ['models', { filter: 'qwen3.5' }],
);
export const questions = list;
