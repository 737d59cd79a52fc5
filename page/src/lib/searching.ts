import { useSyncExternalStore } from './store.ts';

// Listened for from the program's first line on, so that a `/` pressed before the page is drawn isn't lost.
let open = false;
const listeners = new Set<() => void>();

export function search(opened: boolean): void {
  open = opened;
  for (const listener of listeners) listener();
}

addEventListener('keydown', (event: KeyboardEvent) => {
  const at = event.target as HTMLElement;
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || at.closest('input:not([type=range]), textarea, select, [contenteditable]')) return;
  event.preventDefault();
  search(true);
});

/** Whether the search is open. */
export function useSearching(): boolean {
  return useSyncExternalStore(listener => { listeners.add(listener); return () => listeners.delete(listener); }, () => open);
}
