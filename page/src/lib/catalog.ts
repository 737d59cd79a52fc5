import { useEffect } from 'preact/hooks';
import { useSyncExternalStore } from './store.ts';

/** Names the core knows. They lie beside the page, so that no visitor's engine is kept busy with them. */
export interface Catalog { models: { id: string; parameters: number; contextLength: number }[]; devices: { id: string; memoryBytes: number }[] }

let catalog: Catalog = { models: [], devices: [] };
let asked = false;
const listeners = new Set<() => void>();

async function load(): Promise<void> {
  const answer = await fetch(new URL('names.json', document.baseURI));
  if (!answer.ok) throw new Error(`names.json: ${answer.status}`);
  catalog = await answer.json() as Catalog;
  for (const listener of listeners) listener();
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
