export type Theme = 'auto' | 'light' | 'dark';
const key = 'localrig-theme';
const order: Theme[] = ['auto', 'light', 'dark'];

export function theme(): Theme {
  try { return order.find(t => t === localStorage.getItem(key)) ?? 'auto'; } catch { return 'auto'; }
}

export function applyTheme(chosen: Theme = theme()): void {
  document.documentElement.dataset['theme'] = chosen;
}

/** The next of system, light, dark. */
export function nextTheme(): Theme {
  const next = order[(order.indexOf(theme()) + 1) % order.length]!;
  try { localStorage.setItem(key, next); } catch { /* private windows */ }
  applyTheme(next);
  return next;
}
