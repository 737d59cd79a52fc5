import { useEffect, useRef, useState } from 'preact/hooks';
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
  const latest = useRef('');
  latest.current = asked;
  useEffect(() => {
    if (!asked) {
      setState({ ...nothing, of: '' });
      return undefined;
    }
    if (held) return undefined;
    const take = (text: string): void => {
      const answer = JSON.parse(text) as T | Failure;
      setState(isFailure(answer) ? { failure: answer.error, waiting: false, text, of: asked } : { answer, waiting: false, text, of: asked });
    };
    const had = known(question, JSON.parse(asked) as object);
    if (had !== undefined) {
      take(had);
      return undefined;
    }
    let live = true;
    const timer = setTimeout(() => {
      askText(question, JSON.parse(asked) as object, key).then(
        text => { if (live) take(text); },
        (why: Error) => { if (live && !(why instanceof Superseded)) setState({ failure: { code: 'engine', message: why.message, hint: '', where: question }, waiting: false, text: '', of: asked }); });
    }, delayMs);
    return () => {
      live = false;
      clearTimeout(timer);
      drop(question, key);
    };
  }, [question, asked, held]);
  return state.of === asked ? state : { ...state, waiting: asked !== '' };
}

export const useEngine = () => useSyncExternalStore(engine.listen, () => engine.state);
