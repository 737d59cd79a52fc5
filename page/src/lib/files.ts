import { handFile } from '../engine/ask.ts';
import { texts } from '../texts.ts';
import { current, go } from './route.ts';
import { useSyncExternalStore } from './store.ts';

/** Headers of dropped files, and what is being said about them. */
interface Files { names: string[]; saying: string; wrong: boolean }
let files: Files = { names: [], saying: '', wrong: false };
const listeners = new Set<() => void>();
const set = (next: Partial<Files>): void => { files = { ...files, ...next }; for (const listener of listeners) listener(); };

export const useFiles = (): Files => useSyncExternalStore(listener => { listeners.add(listener); return () => listeners.delete(listener); }, () => files);

/** Reads the headers of GGUF files and plans the first. */
export async function open(list: Iterable<File>): Promise<void> {
  const given = [...list].sort((a, b) => a.name.localeCompare(b.name));
  const models = given.filter(f => f.name.toLowerCase().endsWith('.gguf'));
  if (models.length === 0) {
    if (given.length > 0) set({ saying: texts.subject.notGguf, wrong: true });
    return;
  }
  set({ saying: texts.subject.reading, wrong: false });
  for (const file of models) {
    const wrong = await handFile(file);
    if (wrong) {
      set({ saying: wrong, wrong: true });
      return;
    }
  }
  set({ names: [...new Set([...files.names, ...models.map(f => f.name)])], saying: texts.subject.dropped, wrong: false });
  const { place, params } = current();
  const { quant: _, ...kept } = params;
  go(['plan', 'curve', 'levers', 'quants'].includes(place) ? place : 'plan', { ...kept, model: models[0]!.name });
}
