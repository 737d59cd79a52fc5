import { texts } from '../texts.ts';
import { change, useRoute, type Params } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { cacheTypes, useCatalog } from '../lib/catalog.ts';
import { useFiles } from '../lib/files.ts';
import { commandLine, planRequest } from '../lib/request.ts';
import { bytes, figure, range, seconds, tokens } from '../lib/format.ts';
import type { Inspect, Plan, Rate } from '../types.ts';
import { Choice, Command, Entry, Field, Pending, VerdictWord, likely, rateReceipt } from '../ui/bits.tsx';
import { Memory } from '../ui/bars.tsx';
import { Num, word } from '../ui/receipt.tsx';
import { Share } from '../ui/share.tsx';
import { ContextSlider, contextsAround, placesBetween, sliderEnd } from '../ui/slider.tsx';
import { Subject } from '../ui/subject.tsx';
import { useEffect, useRef, useState } from 'preact/hooks';
import { expectPlans } from '../engine/ask.ts';

const t = texts.plan;
export const usualContext = 8192;
const usualLongest = 131072;

/** How long a slider must rest until speed and the largest context are asked for. */
export const speedDelayMs = 120;

export const sameModel = (a: Plan | undefined, b: Plan | undefined): boolean => a !== undefined && b !== undefined && a.model.id === b.model.id && a.quantization.name === b.quantization.name && a.workload.rig === b.workload.rig;

/** The longest context worth a slider: what the model was trained for. */
export function useTrained(model: string): number {
  const { models } = useCatalog();
  const { names } = useFiles();
  const file = names.includes(model);
  const header = useAnswer<Inspect>('inspect', file ? { model } : null, 'header');
  const said = file ? Object.entries(header.answer?.metadata ?? {}).find(([name]) => name.endsWith('.context_length'))?.[1] : models.find(m => m.id.toLowerCase() === model.toLowerCase())?.contextLength;
  return typeof said === 'number' && said > 0 ? said : usualLongest;
}

const layerOptions = (value: string): [string, string][] => [['', t.auto], ['all', t.all], ...(value && value !== 'all' ? [[value, value] as [string, string]] : [])];

function Controls({ trained, fits }: { trained: number; fits: number | undefined }) {
  const { params } = useRoute();
  const context = Number(params['ctx'] ?? usualContext) || usualContext;
  const set = (name: string) => (value: string): void => change({ [name]: value });
  const several = /(\dx|\d x|\+|dual|two|,)/i.test(params['rig'] ?? '');
  return (
    <section class="controls" aria-label={t.options}>
      <div class="context">
        <div class="contextHead">
          <Field label={t.context}><Entry inputMode="numeric" size={9} value={params['ctx'] ?? String(usualContext)} onValue={set('ctx')} /></Field>
          <p class="limits">
            {fits !== undefined && (fits > 0 ? <button type="button" class="link" onClick={() => change({ ctx: String(fits) })}>{t.largest(tokens(fits))}</button> : <span>{t.none}</span>)}
            <button type="button" class="link" onClick={() => change({ ctx: String(trained) })}>{t.trained(tokens(trained))}</button>
          </p>
        </div>
        <ContextSlider value={context} most={trained} fits={fits} label={t.context} onValue={c => change({ ctx: String(c) })} />
      </div>
      <div class="fields">
        <Field label={t.cacheK}><Choice value={params['cacheTypeK'] ?? 'f16'} options={cacheTypes} onValue={set('cacheTypeK')} /></Field>
        <Field label={t.cacheV}><Choice value={params['cacheTypeV'] ?? 'f16'} options={cacheTypes} onValue={set('cacheTypeV')} /></Field>
        <Field label={t.slots}><Entry inputMode="numeric" size={4} value={params['parallel'] ?? '1'} onValue={set('parallel')} /></Field>
        <Field label={t.ubatch}><Entry inputMode="numeric" size={5} value={params['ubatch'] ?? '512'} onValue={set('ubatch')} /></Field>
        <Field label={t.layers}><Entry list="layers" size={5} value={params['gpuLayers'] ?? t.auto} onValue={set('gpuLayers')} /></Field>
        <Field label={t.experts}><Entry list="layers" size={5} value={params['nCpuMoe'] ?? t.auto} onValue={set('nCpuMoe')} /></Field>
      </div>
      <datalist id="layers">{layerOptions('').map(([v, name]) => <option key={name} value={v || 'auto'} />)}</datalist>
      <details open={['splitMode', 'tensorSplit', 'flashAttention', 'kvOffload', 'depth', 'margin', 'specType', 'mmproj'].some(n => params[n])}>
        <summary>{t.options}</summary>
        <div class="fields">
          <Field label={t.flash}><Choice value={params['flashAttention'] ?? 'auto'} options={['auto', 'on', 'off']} onValue={set('flashAttention')} /></Field>
          <Field label={t.kvo}><Choice value={params['kvOffload'] ?? 'true'} options={[['true', t.yes], ['false', t.no]]} onValue={set('kvOffload')} /></Field>
          {several && <Field label={t.split}><Choice value={params['splitMode'] ?? 'layer'} options={['layer', 'none']} onValue={set('splitMode')} /></Field>}
          {several && <Field label={t.shares}><Entry size={6} placeholder="3,1" value={params['tensorSplit'] ?? ''} onValue={set('tensorSplit')} /></Field>}
          <Field label={t.drafts}><Choice value={params['specType'] ?? 'none'} options={[['none', t.no], ['draft-mtp', t.draftHead], ['draft-simple', t.draftSmall], ['ngram-simple', t.draftEarlier]]} onValue={type => change({ specType: type === 'none' ? '' : type, ...(type === 'draft-simple' ? {} : { draftModel: '' }), ...(type === 'none' ? { specDraftNMax: '' } : {}) })} /></Field>
          {params['specType'] === 'draft-simple' && <Field label={t.draftModel}><Entry list="models" size={16} value={params['draftModel'] ?? ''} onValue={set('draftModel')} /></Field>}
          {params['specType'] && <Field label={t.drafted}><Entry inputMode="numeric" size={4} value={params['specDraftNMax'] ?? '3'} onValue={set('specDraftNMax')} /></Field>}
          <Field label={t.pictures}><Choice value={params['mmproj'] ?? ''} options={[['', t.no], ['auto', t.yes]]} onValue={set('mmproj')} /></Field>
          <Field label={t.depth}><Entry inputMode="numeric" size={8} value={params['depth'] ?? ''} onValue={set('depth')} /></Field>
          <Field label={t.margin}><Entry size={8} value={params['margin'] ?? '1GiB'} onValue={set('margin')} /></Field>
        </div>
      </details>
    </section>
  );
}

function RateLine({ title, note, rate, definition }: { title: string; note: string; rate: Rate; definition: string }) {
  return (
    <div>
      <dt>{title} <small>{note}</small></dt>
      <dd><Num class="large" receipt={rateReceipt(title, rate, definition)}>{range(rate.low, rate.high)}</Num> {t.rate}<small>{likely(rate)}; {t.bound} {word(rate.boundBy)}</small></dd>
    </div>
  );
}

function SpeedPart({ plan }: { plan: Plan }) {
  const speed = plan.throughput;
  const decode = speed?.decode;
  if (!speed || !decode || typeof decode.low !== 'number') return <p class="unknown">{t.speedUnknown}</p>;
  const definitions = texts.receipt.definitions;
  return (
    <>
      <dl class="speeds">
        <RateLine title={t.decode} note={t.withIn(tokens(plan.workload.depth))} rate={decode} definition={definitions['decode']!} />
        <RateLine title={t.prefill} note={t.forPrompt(tokens(plan.workload.promptTokens))} rate={speed.prefill} definition={definitions['prefill']!} />
        {speed.drafted && <RateLine title={t.withDrafts} note={t.faster(figure(speed.drafted.speedupLow), figure(speed.drafted.speedupHigh))} rate={speed.drafted} definition={definitions['drafted']!} />}
        {speed.users && <RateLine title={t.together} note={t.atOnce(speed.users.users, tokens(speed.users.depth))} rate={speed.users.total} definition={definitions['users']!} />}
        {speed.users && <RateLine title={t.each} note={t.atOnce(speed.users.users, tokens(speed.users.depth))} rate={speed.users.each} definition={definitions['users']!} />}
        <div><dt>{t.firstToken} <small>{t.forPrompt(tokens(plan.workload.promptTokens))}</small></dt><dd>{seconds(speed.timeToFirstTokenSeconds)}<small>{t.answerOf(tokens(speed.answerTokens))}: {figure(speed.answerMinutes)} {t.minutes}</small></dd></div>
      </dl>
      <p class="note">{t.interval} {t.basis}: {word(decode.basis)}.</p>
    </>
  );
}

function Commands({ plan }: { plan: Plan }) {
  const names = Object.keys(plan.commands);
  const [chosen, choose] = useState(names[0] ?? '');
  const name = names.includes(chosen) ? chosen : names[0];
  if (!name) return null;
  return (
    <section aria-labelledby="run">
      <h2 id="run">{t.command}</h2>
      <div class="choices" role="group" aria-labelledby="run">{names.map(n => <button type="button" key={n} aria-pressed={n === name} onClick={() => choose(n)}>{n}</button>)}</div>
      <Command line={plan.commands[name]!} label={name} />
      {(plan.cautions ?? []).map(c => <p class="note say" key={c}>{c}</p>)}
    </section>
  );
}

/** The verdict in words, told aloud when it changes. */
export function VerdictLine({ plan }: { plan: Plan }) {
  return (
    <div class="answer" aria-live="polite">
      <p class="sentence say"><VerdictWord verdict={plan.verdict} large /> {plan.advice}</p>
      {plan.model.notice && <p class="say note">{plan.model.notice}</p>}
      {plan.exactness !== 'exact' && plan.exactnessReason && <p class="say note">{plan.exactnessReason} {plan.lowBytes !== undefined && plan.highBytes !== undefined && t.between(bytes(plan.lowBytes), bytes(plan.highBytes))}</p>}
    </div>
  );
}

/** Has the memory of neighbouring contexts worked out while nothing else is asked, so that a moved slider finds it. */
function useNeighbours(params: Params, trained: number, isAnswered: boolean): void {
  const { ctx, ...others } = params;
  const context = Number(ctx ?? usualContext) || usualContext;
  const before = useRef(context);
  const subject = JSON.stringify(others);
  useEffect(() => {
    const end = sliderEnd(context, trained);
    const lastMove = placesBetween(before.current, context, end);
    before.current = context;
    expectPlans(isAnswered ? requestsAround(params, context, end, lastMove) : undefined);
  }, [subject, context, trained, isAnswered]);
  useEffect(() => () => expectPlans(undefined), []);
}

function* requestsAround(params: Params, context: number, end: number, lastMove: number): Generator<object, void> {
  for (const ctx of contextsAround(context, end, lastMove)) yield { ...planRequest({ ...params, ctx: String(ctx) }), memoryOnly: true };
}

export function PlanPlace() {
  const { params } = useRoute();
  const request = planRequest(params);
  const asks = params['model'] && params['rig'] ? request : null;
  const trained = useTrained(params['model'] ?? '');
  const memory = useAnswer<Plan>('plan', asks && { ...asks, memoryOnly: true }, 'bars');
  const full = useAnswer<Plan>('plan', asks, 'full', speedDelayMs, memory.waiting);
  useNeighbours(params, trained, memory.answer !== undefined);
  const plan = full.answer && !full.waiting ? full.answer : memory.answer;
  const fits = sameModel(full.answer, plan) ? full.answer!.maxContext : undefined;
  const failure = memory.failure ? memory : full.failure ? full : undefined;
  return (
    <>
      <Subject />
      <Controls trained={trained} fits={fits} />
      {!params['model'] && <p class="wait">{texts.subject.needModel}</p>}
      {params['model'] && !params['rig'] && <p class="wait">{texts.subject.needRig}</p>}
      {asks && (failure ? <Pending of={failure} /> : !plan && <Pending of={memory} />)}
      {plan && !failure && asks && (
        <>
          <VerdictLine plan={plan} />
          <section aria-labelledby="memory">
            <h2 id="memory">{t.memory}</h2>
            <Memory plan={plan} />
            <p class="note">{plan.exactness === 'exact' ? t.exact : ''} {texts.receipt.hint} {t.placement}: {plan.because.findLast(b => b.value === 'placement')?.formula}.</p>
          </section>
          <section aria-labelledby="speed" class={full.waiting ? 'old' : ''}>
            <h2 id="speed">{t.speed}</h2>
            {full.answer ? <SpeedPart plan={full.answer} /> : <p class="wait" role="status">{t.speedWaiting}</p>}
          </section>
          <Commands plan={plan} />
          <Share cli={commandLine('plan', [params['model']!], request)} json={full.text || memory.text} chart title={`${plan.model.id} ${plan.quantization.name}, ${plan.workload.rig}, ${tokens(plan.workload.ctx)} ${t.tokens}`} />
        </>
      )}
    </>
  );
}
