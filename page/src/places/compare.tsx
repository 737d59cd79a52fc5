import { texts } from '../texts.ts';
import { change, useRoute, type Params } from '../lib/route.ts';
import { useAnswer, type Answer } from '../lib/answer.ts';
import { recipes } from '../lib/catalog.ts';
import { planRequest } from '../lib/request.ts';
import { bytes, figure, tokens } from '../lib/format.ts';
import type { Compare, Plan } from '../types.ts';
import { Choice, Entry, Field, Pending, Speed, VerdictWord, rateReceipt } from '../ui/bits.tsx';
import { Num } from '../ui/receipt.tsx';
import { range } from '../lib/format.ts';
import { Memory, loadedOf } from '../ui/bars.tsx';
import { Share } from '../ui/share.tsx';
import { Subject } from '../ui/subject.tsx';

const t = texts.compare;

/** One side: what it says itself, the rest as the first. */
function side(params: Params, n: string): Params {
  const own = { model: params[`model${n}`] ?? '', quant: params[`quant${n}`] ?? '', rig: params[`rig${n}`] ?? '' };
  const { model: _m, quant: _q, rig: _r, ...rest } = params;
  return { ...rest, model: own.model || params['model'] || '', quant: own.quant || (own.model ? '' : params['quant'] ?? ''), rig: own.rig || params['rig'] || '' };
}

const isAsked = (params: Params, n: string): boolean => Boolean(params[`model${n}`] || params[`quant${n}`] || params[`rig${n}`]);
const words = (params: Params): string => {
  const request = planRequest(params);
  return `"${[request['model'], request['quant'] ? `--quant ${String(request['quant'])}` : '', ...(typeof request['rig'] === 'string' ? [`--rig '${request['rig']}'`] : []), request['ctx'] ? `-c ${String(request['ctx'])}` : ''].filter(Boolean).join(' ')}"`;
};

function SideFields({ n, label }: { n: string; label: string }) {
  const { params } = useRoute();
  return (
    <fieldset>
      <legend>{label}</legend>
      <div class="fields">
        <Field label={texts.subject.model} wide><Entry list="models" value={params[`model${n}`] ?? ''} placeholder={params['model'] ?? ''} onValue={v => change({ [`model${n}`]: v })} /></Field>
        <Field label={texts.subject.quant}><Choice value={params[`quant${n}`] ?? ''} options={[['', params[`model${n}`] ? texts.subject.quantAuto : params['quant'] || texts.subject.quantAuto], ...recipes]} onValue={v => change({ [`quant${n}`]: v })} /></Field>
        <Field label={texts.subject.machine} wide><Entry list="devices" value={params[`rig${n}`] ?? ''} placeholder={params['rig'] ?? ''} onValue={v => change({ [`rig${n}`]: v })} /></Field>
      </div>
    </fieldset>
  );
}

const least = (plan: Plan) => loadedOf(plan).reduce((a, b) => b.headroomBytes < a.headroomBytes ? b : a);

function Columns({ plans }: { plans: Plan[] }) {
  const rows: [string, (p: Plan) => preact.ComponentChildren][] = [
    ['quantization', p => <>{p.quantization.name} <small>{figure(p.quantization.bitsPerWeight)} {t.rows['bits']}</small></>],
    ['verdict', p => <VerdictWord verdict={p.verdict} />],
    ['totalBytes', p => bytes(p.totalBytes)],
    ['headroom', p => { const d = least(p); return <>{bytes(d.headroomBytes)} <small>{d.name}</small></>; }],
    ['maxContext', p => p.maxContext > 0 ? `${tokens(p.maxContext)} ${texts.plan.tokens}` : texts.plan.none],
    ['decode', p => <Speed of={p.throughput} unit />],
    ['prefill', p => p.throughput?.prefill && typeof p.throughput.prefill.low === 'number' ? <Num receipt={rateReceipt(texts.plan.prefill, p.throughput.prefill, texts.receipt.definitions['prefill']!)}>{range(p.throughput.prefill.low, p.throughput.prefill.high)} {texts.misc.unit}</Num> : <span class="unknown">{texts.misc.unknown}</span>],
    ['firstToken', p => p.throughput?.timeToFirstTokenSeconds ? `${figure(p.throughput.timeToFirstTokenSeconds)} s` : <span class="unknown">{texts.misc.unknown}</span>],
  ];
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={texts.places['compare']!.title}>
      <table class="columns">
        <thead><tr><th scope="col">{t.row}</th>{plans.map((p, i) => <th key={i} scope="col">{p.model.id}<small class="block">{p.workload.rig}</small></th>)}</tr></thead>
        <tbody>{rows.map(([name, cell]) => <tr key={name}><th scope="row">{t.rows[name]}</th>{plans.map((p, i) => <td key={i}>{cell(p)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

export function ComparePlace() {
  const { params } = useRoute();
  const third = 'model3' in params || 'quant3' in params || 'rig3' in params || params['three'] === 'true';
  const sides = ['', '2', ...(third ? ['3'] : [])].filter(n => n === '' || isAsked(params, n)).map(n => side(params, n));
  const ready = params['model'] && params['rig'] && sides.length > 1;
  const at = (i: number): object | null => ready && sides[i] ? planRequest(sides[i]) : null;
  const first = useAnswer<Plan>('plan', at(0), 'first');
  const second = useAnswer<Plan>('plan', at(1), 'second');
  const last = useAnswer<Plan>('plan', at(2), 'third');
  const both = useAnswer<Compare>('compare', at(0) && at(1) ? { first: at(0), second: at(1) } : null, 'one');
  const outer = useAnswer<Compare>('compare', at(0) && at(2) ? { first: at(0), second: at(2) } : null, 'two');
  const asked: Answer<Plan>[] = [first, second, last].slice(0, sides.length);
  const plans = asked.flatMap(a => a.answer ? [a.answer] : []);
  return (
    <>
      <Subject />
      <div class="sides">
        <SideFields n="2" label={t.second} />
        {third ? <SideFields n="3" label={t.third} /> : <p><button type="button" onClick={() => change({ three: 'true' })}>{t.add}</button></p>}
      </div>
      {third && <p><button type="button" class="link" onClick={() => change({ three: '', model3: '', quant3: '', rig3: '' })}>{t.remove}</button></p>}
      <p class="note">{t.sameFor}</p>
      {!params['model'] && <p class="wait">{texts.subject.needModel}</p>}
      {params['model'] && !params['rig'] && <p class="wait">{texts.subject.needRig}</p>}
      {ready && asked.map((a, i) => (a.failure || !a.answer) && <Pending key={i} of={a} />)}
      {ready && plans.length > 1 && (
        <>
          <section aria-labelledby="sentence">
            <h2 id="sentence">{t.conclusion}</h2>
            {both.failure && <Pending of={both} />}
            <p class="sentence say" aria-live="polite">{both.answer?.conclusion}</p>
            {outer.answer && sides.length > 2 && <p class="sentence say"><small>{t.against}:</small> {outer.answer.conclusion}</p>}
          </section>
          <section aria-label={texts.places['compare']!.title}><Columns plans={plans} /></section>
          <section aria-label={texts.plan.memory} class="sideBars">{plans.map((p, i) => <div key={i}><h3>{p.model.id} {p.quantization.name} <small>{p.workload.rig}</small></h3><Memory plan={p} table={false} /></div>)}</section>
          <Share cli={`localrig compare ${sides.slice(0, 2).map(words).join(' ')}`} json={both.text} />
        </>
      )}
    </>
  );
}
