import { Ahead, type Expected } from './ahead.ts';
import { Lane } from './lane.ts';
import type { Failure } from '../types.ts';

/** Questions answered at once, and plans of memory alone; all others have a worker of their own, so that a slider never waits for them. */
const quickQuestions = new Set(['rig', 'model', 'models', 'rigs', 'inspect', 'rank']);
const mostRemembered = 80;

export interface EngineState { ready: boolean; readyMs: number; failed: string }

const listeners = new Set<() => void>();
let state: EngineState = { ready: false, readyMs: 0, failed: '' };
const remembered = new Map<string, string>();

function told(event: { ready?: number; failed?: string }): void {
  state = { ready: state.ready || event.ready !== undefined, readyMs: event.ready ?? state.readyMs, failed: event.failed ?? '' };
  if (event.ready !== undefined) performance.mark('engine-ready');
  for (const listener of listeners) listener();
}

const quick = new Lane(false, told, workAhead);
const slow = new Lane(true, told, workAhead);

/** Plans of memory alone that a slider may ask for next. */
const ahead = new Ahead();

/** What waits for the first time nobody waits for an answer. */
const resting: (() => void)[] = [];

/** The expected plan that is being worked out. */
let early: { request: string; answer: Promise<string> } | undefined;

/** While nobody waits for either worker, one expected plan after the other: what is asked meanwhile waits for one of them at most, or for just that one. */
function workAhead(): void {
  if (!quick.isIdle || slow.isBusy) return;
  for (const act of resting.splice(0)) act();
  const request = ahead.next();
  if (request === undefined) return;
  const answer = quick.ask('plan', request, '');
  early = { request, answer };
  answer.then(text => ahead.keep(request, text), () => { /* the engine broke: whoever asks is told */ }).finally(() => { early = undefined; });
}

/** What a slider may ask for next, the likeliest first; nothing when there is none any more. */
export function expectPlans(requests: Expected | undefined): void {
  ahead.expect(requests);
  workAhead();
}

export const engine = {
  get state(): EngineState { return state; },
  listen(listener: () => void): () => void { listeners.add(listener); return () => listeners.delete(listener); },
  start(): void { quick.start(); },
  /** Does something once both workers have answered everybody for the first time. */
  onceRested(act: () => void): void { resting.push(act); },
};

/** The first plan with speed goes to the worker that has just worked out its memory: it has read what that plan needs, and a second one would take seconds to start beside it. */
function laneOf(question: string, request: object): Lane {
  if (quickQuestions.has(question)) return quick;
  if (question !== 'plan') return slow;
  if ('memoryOnly' in request) return quick;
  if (firstSpeed || slow.isStarted) return slow;
  firstSpeed = true;
  engine.onceRested(() => slow.start());
  return quick;
}

let firstSpeed = false;
let planned = false;

// The first plan of a worker takes a second, the next ones a frame: better while nobody waits than when somebody does.
engine.onceRested(() => {
  if (!planned) ask('plan', { model: 'Qwen3.5-9B', quant: 'Q4_K_M', rig: 'rtx-3090', memoryOnly: true }).catch(() => { /* whoever asks is told */ });
});

/** An answer that is known already. */
export function known(question: string, request: object): string | undefined {
  const text = JSON.stringify(request);
  return remembered.get(question + text) ?? (question === 'plan' ? ahead.find(text) : undefined);
}

/** Asks the core. The answer is its JSON, byte for byte; refusals come as answers with an `error`. */
export async function askText(question: string, request: object, key = ''): Promise<string> {
  planned ||= question === 'plan';
  const text = JSON.stringify(request);
  const had = known(question, request);
  if (had !== undefined) return had;
  if (question === 'plan' && early?.request === text) return early.answer;
  const answer = await laneOf(question, request).ask(question, text, key && `${question} ${key}`);
  if (question === 'plan' && 'memoryOnly' in request) {
    ahead.keep(text, answer);
    return answer;
  }
  remembered.set(question + text, answer);
  if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!);
  return answer;
}

export async function ask<T>(question: string, request: object, key = ''): Promise<T | Failure> {
  return JSON.parse(await askText(question, request, key)) as T | Failure;
}

/** Nobody waits any more for what was asked under a key. */
export function drop(question: string, key: string): void {
  for (const lane of [quick, slow]) lane.drop(`${question} ${key}`);
}

/** Reads a dropped GGUF file's header, as many of its first bytes as it takes, and nothing else of it. Returns what is wrong, or nothing. */
export async function handFile(file: File): Promise<string> {
  let bytes = 1 << 20;
  for (;;) {
    const head = new Uint8Array(await file.slice(0, bytes).arrayBuffer());
    const said = await quick.hand(file.name, head, file.size);
    if (said === '') {
      await slow.hand(file.name, head, file.size);
      ahead.forget(file.name);
      for (const key of remembered.keys()) if (key.includes(file.name)) remembered.delete(key);
      return '';
    }
    if (!/^\d+$/.test(said)) return said;
    bytes = Math.max(Number(said), bytes * 2);
  }
}
