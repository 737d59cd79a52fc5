import { useLayoutEffect, useState } from 'preact/hooks';

/** A value kept outside of components. Listened to before anything else runs, so that no change is missed. */
export function useSyncExternalStore<T>(listen: (changed: () => void) => () => void, get: () => T): T {
  const [, again] = useState(0);
  useLayoutEffect(() => listen(() => again(n => n + 1)), []);
  return get();
}
