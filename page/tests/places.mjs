/** Every place with something asked, by its address. */
const model = 'model=Qwen3.5-27B&quant=Q4_K_M&rig=rtx-3090';
export const places = {
  start: '#/?rig=rtx-3090',
  unknown: '#/',
  plan: `#/plan?${model}&ctx=32768`,
  spills: '#/plan?model=Qwen3.5-122B-A10B&rig=2x+3090+and+64+gigs&ctx=65536',
  curve: `#/curve?${model}&ctx=32768`,
  quants: '#/quants?model=Qwen3.5-27B&rig=rtx-4080',
  levers: '#/levers?model=Qwen3.5-27B&quant=Q4_K_M&rig=rtx-4080',
  needs: '#/needs?model=Qwen3.5-27B&quant=Q4_K_M&tps=20',
  compare: '#/compare?model=Qwen3.5-27B&quant=Q4_K_M&rig=rtx-3090&rig2=rtx-4090&rig3=m4-max-40c%3A64',
  buy: '#/buy?budget=1500',
  upgrade: '#/upgrade?rig=rtx-3060-12-gb&budget=1500',
  cloud: `#/cloud?${model}&tokensPerDay=1M`,
  serve: '#/serve?model=Qwen3.5-27B&rig=2x+rtx-3090',
  rank: '#/rank?model=Qwen3.5-27B',
  audit: `#/audit?text=${encodeURIComponent('# Running models at home\n\nAn RTX 3090 has 24 GB of VRAM and 936 GB/s of bandwidth.\nThe RTX 4090 has 32 GB of VRAM.\nQwen3.5-27B in Q4_K_M takes 12 GB, so it fits an RTX 3060.\nA Qwen3.5-32B at Q4_K_M needs 20 GB.\n')}`,
};

/** Waits until nothing is being worked out any more. */
export async function settled(page, timeout = 90_000) {
  await page.waitForTimeout(150);
  for (let quiet = 0; quiet < 3;) {
    await page.waitForFunction(() => !document.querySelector('main .wait[role=status]') && document.querySelectorAll('.old').length === 0, undefined, { timeout });
    await page.waitForTimeout(120);
    quiet = await page.evaluate(() => !document.querySelector('main .wait[role=status]') && document.querySelectorAll('.old').length === 0) ? quiet + 1 : 0;
  }
}
