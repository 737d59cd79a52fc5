import { useEffect } from 'preact/hooks';
import { ask } from '../engine/ask.ts';
import { isFailure, type CatalogModel, type CatalogRigs } from '../types.ts';
import { useSyncExternalStore } from './store.ts';

/** Names the core knows, asked for once. */
export interface Catalog { models: CatalogModel[]; devices: CatalogRigs['devices'] }

let catalog: Catalog = { models: [], devices: [] };
let asked = false;
const listeners = new Set<() => void>();

async function load(): Promise<void> {
  const models = await ask<CatalogModel[]>('models', {});
  if (!isFailure(models)) catalog = { ...catalog, models };
  for (const listener of listeners) listener();
  const rigs = await ask<CatalogRigs>('rigs', {});
  if (!isFailure(rigs)) catalog = { ...catalog, devices: rigs.devices };
  for (const listener of listeners) listener();
  // The first plan of a worker takes a second, the next ones a frame: better now than when somebody waits for it.
  await ask('plan', { model: 'Qwen3.5-9B', quant: 'Q4_K_M', rig: 'rtx-3090', memoryOnly: true });
}

export function useCatalog(): Catalog {
  useEffect(() => {
    if (asked) return;
    asked = true;
    load().catch(() => { asked = false; });
  }, []);
  return useSyncExternalStore(listener => { listeners.add(listener); return () => listeners.delete(listener); }, () => catalog);
}

/** Recipes llama-quantize can make and publishers' mixes people ask for: names to choose from; any other may be typed. */
export const recipes = ['Q8_0', 'UD-Q6_K_XL', 'Q6_K', 'UD-Q5_K_XL', 'Q5_K_M', 'Q5_K_S', 'UD-Q4_K_XL', 'Q4_K_M', 'Q4_K_S', 'IQ4_NL', 'IQ4_XS', 'MXFP4', 'UD-Q3_K_XL', 'Q3_K_L', 'Q3_K_M', 'Q3_K_S', 'IQ3_M', 'IQ3_XXS', 'UD-Q2_K_XL', 'Q2_K', 'IQ2_M', 'IQ2_XXS', 'BF16', 'F16'];
export const cacheTypes = ['f16', 'q8_0', 'q5_1', 'q5_0', 'q4_1', 'q4_0', 'iq4_nl', 'bf16', 'f32'];
