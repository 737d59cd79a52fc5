import { texts } from '../texts.ts';
import { address, change, useRoute } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine, planRequest } from '../lib/request.ts';
import { bytes, figure } from '../lib/format.ts';
import type { Evidence, Quants } from '../types.ts';
import { Choice, Field, Pending, Speed, Table, Tokens, VerdictWord } from '../ui/bits.tsx';
import { Chart, inner, linear, rounds, useChartWidth, type Axis } from '../ui/chart.tsx';
import { Num, Source, word, type Receipt } from '../ui/receipt.tsx';
import { Share } from '../ui/share.tsx';
import { Subject } from '../ui/subject.tsx';
import { carried } from '../ui/app.tsx';

const t = texts.quants;
const height = 320;
type Line = Quants['quantizations'][number];

const decimals = (value: number): string => value < 0.1 ? value.toPrecision(2) : value < 10 ? value.toFixed(3) : value.toFixed(2);

const evidenceReceipt = (e: Evidence): Receipt => ({
  title: `${word(e.metric)}, ${e.publisher} ${e.quant}`, value: `${e.value} ${e.unit}`, definition: e.baseline,
  because: [{ value: e.metric, formula: `${t.by} ${e.measuredBy}, ${e.date}`, inputs: {}, source: e.source, kind: e.kind }],
});

/** The measure most of these quantizations have. */
function commonest(lines: Line[]): string[] {
  const counts = new Map<string, number>();
  for (const metric of lines.flatMap(l => [...new Set(l.evidence.map(e => e.metric))])) counts.set(metric, (counts.get(metric) ?? 0) + 1);
  return [...counts].sort((a, b) => Number(b[0].startsWith('kld')) - Number(a[0].startsWith('kld')) || b[1] - a[1]).map(([m]) => m);
}

/** Why, with the pick's name standing out; most reasons begin with it. */
function Because({ pick, because }: { pick: string | null; because: string }) {
  if (!pick) return <>{because}</>;
  return because.startsWith(`${pick} `) ? <><strong>{pick}</strong>{because.slice(pick.length)}</> : <><strong>{pick}. </strong>{because}</>;
}

function Scatter({ lines, metric, pick }: { lines: Line[]; metric: string; pick: string | null }) {
  const marks = lines.flatMap(l => l.evidence.filter(e => e.metric === metric).map(e => ({ line: l, e, bits: l.plan.quantization.bitsPerWeight })));
  const measurers = [...new Set(marks.map(m => `${m.e.measuredBy}, ${m.e.baseline}`))];
  const width = useChartWidth();
  const box = inner(width, height);
  const [low, high] = [Math.min(...marks.map(m => m.bits)), Math.max(...marks.map(m => m.bits))];
  const values = marks.map(m => m.e.value);
  const most = Math.max(...values);
  const least = Math.min(...values);
  const from = Math.max(0, least - (most - least || most) * 0.25);
  const x: Axis = { to: linear(low - 0.2, high + 0.2, box.left + 6, box.right - 60), ticks: rounds(low - 0.1, high + 0.1, 6).map(at => ({ at, text: String(at) })), label: t.bits };
  const y: Axis = { to: linear(from, most + (most - from) * 0.08, box.bottom, box.top), ticks: rounds(from, most, 4).map(at => ({ at, text: String(at) })), label: `${word(metric)}, ${marks[0]!.e.unit}` };
  const taken: [number, number][] = [];
  return (
    <figure>
      <figcaption>{t.chart}</figcaption>
      <Chart width={width} height={height} x={x} y={y} label={`${t.chart}: ${marks.map(m => `${m.e.publisher} ${m.e.quant} ${m.bits} ${m.e.value}`).join('; ')}`}>
        {marks.map(m => {
          const [cx, cy] = [x.to(m.bits), y.to(m.e.value)];
          const free = !taken.some(([a, b]) => Math.abs(a - cx) < 90 && Math.abs(b - cy) < 13);
          if (free) taken.push([cx, cy]);
          const shape = measurers.indexOf(`${m.e.measuredBy}, ${m.e.baseline}`);
          return (
            <g key={`${m.e.publisher}${m.e.quant}${m.e.measuredBy}${m.e.value}`} class={`point${m.line.name === pick ? ' pick' : ''}`}>
              {shape % 3 === 0 ? <circle cx={cx} cy={cy} r="4.5" /> : shape % 3 === 1 ? <rect x={cx - 4} y={cy - 4} width="8" height="8" /> : <path d={`M${cx} ${cy - 5.5}l5 9h-10z`} />}
              {free && <text class="mark" x={cx + 8} y={cy + 4}>{m.e.quant}</text>}
              <title>{`${m.e.publisher} ${m.e.quant}: ${m.e.value} ${m.e.unit}, ${m.e.measuredBy}, ${m.e.date}`}</title>
            </g>
          );
        })}
      </Chart>
      <p class="note">{t.lower}. {t.chartNote} {measurers.map((m, i) => <span key={m}>{['●', '■', '▲'][i % 3]} {m}. </span>)}</p>
    </figure>
  );
}

function Quality({ evidence, metric }: { evidence: Evidence[]; metric: string | undefined }) {
  const shown = evidence.filter(e => e.metric === metric);
  const list = shown.length > 0 ? shown : evidence.slice(0, 1);
  if (list.length === 0) return <span class="none">{t.unmeasured}</span>;
  return <ul>{list.map((e, i) => <li key={i}><Num receipt={evidenceReceipt(e)}>{decimals(e.value)}</Num> <small>{e.metric === metric ? '' : `${word(e.metric)}, `}{e.publisher} {e.quant}, {t.by} {e.measuredBy}, {word(e.kind)}</small></li>)}</ul>;
}

export function QuantsPlace() {
  const { params } = useRoute();
  const { quant: _q, ...rest } = planRequest(params);
  const asks = params['model'] && params['rig'] ? { ...rest, ...(params['all'] ? { all: true } : {}) } : null;
  const quants = useAnswer<Quants>('quants', asks);
  const answer = quants.answer;
  const metrics = answer ? commonest(answer.quantizations) : [];
  const metric = metrics.includes(params['measure'] ?? '') ? params['measure']! : metrics[0];
  return (
    <>
      <Subject quant={false} />
      {!asks && <p class="wait">{params['model'] ? texts.subject.needRig : texts.subject.needModel}</p>}
      {asks && <Pending of={quants} />}
      {answer && asks && (
        <div class={quants.waiting ? 'old' : ''}>
          <section aria-labelledby="pick">
            <h2 id="pick">{answer.pick ? t.pick : t.none}</h2>
            <p class="sentence say" aria-live="polite"><Because pick={answer.pick} because={answer.because} /></p>
          </section>
          <section aria-label={t.chart}>
            {metric ? <>
              {metrics.length > 1 && <div class="fields"><Field label={t.measure}><Choice value={metric} options={metrics.map(m => [m, word(m)] as [string, string])} onValue={v => change({ measure: v })} /></Field></div>}
              <Scatter lines={answer.quantizations} metric={metric} pick={answer.pick} />
            </> : <p class="note">{t.noEvidence}</p>}
          </section>
          <section aria-label={t.name}>
            <Table label={t.name} class="quants stacks" head={[t.name, { text: t.bits, number: true }, { text: t.size, number: true }, t.fit, { text: t.context, number: true }, { text: texts.misc.unit, number: true }, metric ? `${t.quality}: ${word(metric)}` : t.quality]}>
              {answer.quantizations.map(q => (
                <tr key={q.name} class={q.name === answer.pick ? 'pick' : ''}>
                  <th scope="row"><a href={address('plan', { ...carried(params), quant: q.name })}>{q.name}</a>{q.name === answer.pick && <> <small class="block">{t.pick}</small></>}</th>
                  <td class="n">{figure(q.plan.quantization.bitsPerWeight)}</td>
                  <td class="n">{q.plan.exactness === 'exact' ? '' : '~'}{bytes(q.plan.quantization.tensorBytes)}</td>
                  <td>{q.refused ? <span title={q.refused}>{t.refused}</span> : <VerdictWord verdict={q.plan.verdict} />}</td>
                  <td class="n"><Tokens n={q.comfortableContext} /></td>
                  <td class="n"><Speed of={q.plan.throughput} /></td>
                  <td class="words"><Quality evidence={q.evidence} metric={metric} /></td>
                </tr>
              ))}
            </Table>
            {!params['all'] && <p><button type="button" onClick={() => change({ all: 'true' })}>{t.all}</button></p>}
          </section>
          {answer.evidenceOfOtherFiles.length > 0 && <details><summary>{t.others}</summary><ul class="plain">{answer.evidenceOfOtherFiles.map((e, i) => <li key={i}>{e.publisher} {e.quant}: {word(e.metric)} {e.value} {e.unit}, {e.measuredBy}, {e.date}, <Source source={e.source} /></li>)}</ul></details>}
          <Share cli={commandLine('quants', [params['model']!], rest) + (params['all'] ? ' --all' : '')} json={quants.text} chart={metric !== undefined} />
        </div>
      )}
    </>
  );
}
