import { useSyncExternalStore } from './store.ts';

export type Params = Record<string, string>;
export interface Route { place: string; params: Params }

/** Everything a page shows follows from its address: `#/plan?model=…&rig=…`. After the #, so that any static host serves it. */
export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { place: path || 'start', params: Object.fromEntries(new URLSearchParams(query)) };
}

export function address(place: string, params: Params): string {
  const given = Object.entries(params).filter(([, value]) => value !== '');
  const query = new URLSearchParams(given).toString();
  return `#/${place === 'start' ? '' : place}${query ? `?${query}` : ''}`;
}

let route = parse(location.hash);
const listeners = new Set<() => void>();
const tell = (): void => { for (const listener of listeners) listener(); };
addEventListener('hashchange', () => { route = parse(location.hash); tell(); });

export const current = (): Route => route;

export function go(place: string, params: Params): void {
  clearTimeout(written);
  location.hash = address(place, params);
}

/** Changes parts of the address without a step in the history. */
export function change(params: Params): void {
  const next = { ...route.params, ...params };
  for (const [name, value] of Object.entries(next)) if (value === '') delete next[name];
  route = { ...route, params: next };
  tell();
  clearTimeout(written);
  written = setTimeout(write, addressDelayMs);
}

// Browsers allow few changes of the address a second; a slider makes many.
const addressDelayMs = 250;
let written: ReturnType<typeof setTimeout> | undefined;
const write = (): void => history.replaceState(null, '', address(route.place, route.params));

/** The whole address of what is shown now. */
export function link(): string {
  clearTimeout(written);
  write();
  return location.href;
}

export function useRoute(): Route {
  return useSyncExternalStore(listener => { listeners.add(listener); return () => listeners.delete(listener); }, current);
}
