import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
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

type Shown<T> = Answer<T> & { of: string };
const nothing = { waiting: false, text: '', of: '' };

function read<T>(text: string, of: string): Shown<T> {
  const answer = JSON.parse(text) as T | Failure;
  return isFailure(answer) ? { failure: answer.error, waiting: false, text, of } : { answer, waiting: false, text, of };
}

/** Asks a question whenever its request changes; a newer request takes the place of an older one. What is known already is shown at once. Held back, it keeps what it has. */
export function useAnswer<T>(question: string, request: object | null, key = 'page', delayMs = 0, held = false): Answer<T> {
  const asked = request ? JSON.stringify(request) : '';
  const last = useRef<Shown<T>>(nothing);
  const [, again] = useState(0);
  // An answer that comes while a newer one is awaited is shown all the same, so that bars move along with a slider; never after a newer one.
  const turn = useRef(0);
  const shown = useRef(0);
  useEffect(() => () => { shown.current = Number.POSITIVE_INFINITY; }, []);
  const had = useMemo(() => asked && !held ? known(question, request!) : undefined, [question, asked, held]);
  if (!asked) last.current = nothing;
  else if (had !== undefined && last.current.text !== had) last.current = read(had, asked);
  else if (had !== undefined) last.current = { ...last.current, of: asked };
  // Asked before the next frame, not after it: a slider's bars come a frame sooner.
  useLayoutEffect(() => {
    const mine = ++turn.current;
    if (!asked || had !== undefined) {
      shown.current = mine;
      return undefined;
    }
    if (held) return undefined;
    const take = (result: Shown<T>): void => {
      if (mine < shown.current) return;
      shown.current = mine;
      last.current = result;
      again(n => n + 1);
    };
    const begin = (): void => {
      askText(question, JSON.parse(asked) as object, key).then(
        text => take(read(text, asked)),
        (why: Error) => { if (mine === turn.current && !(why instanceof Superseded)) take({ failure: { code: 'engine', message: why.message, hint: '', where: question }, waiting: false, text: '', of: asked }); });
    };
    const timer = delayMs > 0 ? setTimeout(begin, delayMs) : begin();
    return () => {
      if (timer !== undefined) clearTimeout(timer);
      drop(question, key);
    };
  }, [question, asked, held]);
  return last.current.of === asked ? last.current : { ...last.current, waiting: asked !== '' };
}

export const useEngine = () => useSyncExternalStore(engine.listen, () => engine.state);
