import { useEffect, useState } from 'preact/hooks';

/** A value kept outside of components. */
export function useSyncExternalStore<T>(listen: (changed: () => void) => () => void, get: () => T): T {
  const [, again] = useState(0);
  useEffect(() => listen(() => again(n => n + 1)), []);
  return get();
}
