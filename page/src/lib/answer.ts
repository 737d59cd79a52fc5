import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { askText, drop, engine, known } from '../engine/ask.ts';
import { Superseded } from '../engine/lane.ts';
import { isFailure, type Failure } from '../types.ts';
import { useSyncExternalStore } from './store.ts';

export interface Answer<T> {
  /** The latest answer; while a newer one is awaited, the one before. */
  answer?: T;
  /** Why there is none. */
  failure?: Failure['error'];
  /** Whether what is shown belongs to an older request. */
  waiting: boolean;
  /** The answer's JSON as the core gave it. */
  text: string;
}

const nothing = { waiting: false, text: '' };

/** Asks a question whenever its request changes; a newer request takes the place of an older one. Held back, it keeps what it has. */
export function useAnswer<T>(question: string, request: object | null, key = 'page', delayMs = 0, held = false): Answer<T> {
  const asked = request ? JSON.stringify(request) : '';
  const [state, setState] = useState<Answer<T> & { of: string }>({ ...nothing, of: '' });
  // An answer that comes while a newer one is awaited is shown all the same, so that bars move along with a slider; never after a newer one.
  const turn = useRef(0);
  const shown = useRef(0);
  useEffect(() => () => { shown.current = Number.POSITIVE_INFINITY; }, []);
  // Asked before the next frame, not after it: a slider's bars come a frame sooner.
  useLayoutEffect(() => {
    const mine = ++turn.current;
    if (!asked) {
      shown.current = mine;
      setState({ ...nothing, of: '' });
      return undefined;
    }
    if (held) return undefined;
    const take = (text: string): void => {
      if (mine < shown.current) return;
      shown.current = mine;
      const answer = JSON.parse(text) as T | Failure;
      setState(isFailure(answer) ? { failure: answer.error, waiting: false, text, of: asked } : { answer, waiting: false, text, of: asked });
    };
    const had = known(question, JSON.parse(asked) as object);
    if (had !== undefined) {
      take(had);
      return undefined;
    }
    const begin = (): void => {
      askText(question, JSON.parse(asked) as object, key).then(
        take,
        (why: Error) => { if (mine === turn.current && !(why instanceof Superseded)) setState({ failure: { code: 'engine', message: why.message, hint: '', where: question }, waiting: false, text: '', of: asked }); });
    };
    const timer = delayMs > 0 ? setTimeout(begin, delayMs) : begin();
    return () => {
      if (timer !== undefined) clearTimeout(timer);
      drop(question, key);
    };
  }, [question, asked, held]);
  return state.of === asked ? state : { ...state, waiting: asked !== '' };
}

export const useEngine = () => useSyncExternalStore(engine.listen, () => engine.state);
