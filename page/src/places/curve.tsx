import { texts } from '../texts.ts';
import { change, useRoute } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine, planRequest } from '../lib/request.ts';
import { bytes, figure, range, short, tokens } from '../lib/format.ts';
import type { Curve, CurvePoint, Plan } from '../types.ts';
import { Pending, RateRange, Speed, Table, VerdictWord } from '../ui/bits.tsx';
import { Chart, band, inner, linear, logarithmic, path, rounds, useChartWidth, type Axis } from '../ui/chart.tsx';
import { Share } from '../ui/share.tsx';
import { ContextSlider } from '../ui/slider.tsx';
import { Subject } from '../ui/subject.tsx';
import { VerdictLine, sameModel, speedDelayMs, usualContext } from './plan.tsx';

const t = texts.curve;
const height = 260;
const gib = 2 ** 30;
const widestTick = 40; // units of the chart that "128k" and the room beside it take

function axisX(points: CurvePoint[], width: number): Axis {
  const box = inner(width, height);
  const every = Math.ceil(points.length * widestTick / (box.right - box.left));
  const [first, last] = [points[0]!.context, points.at(-1)!.context];
  return { to: logarithmic(first, Math.max(last, first * 2), box.left, box.right), ticks: points.filter((_, i) => i % every === 0).map(p => ({ at: p.context, text: short(p.context) })), label: t.context };
}

function axisY(most: number, label: string): Axis {
  const box = inner(0, height);
  const ticks = rounds(0, most);
  return { to: linear(0, Math.max(most, ticks.at(-1) ?? most), box.bottom, box.top), ticks: ticks.map(at => ({ at, text: figure(at).replace(/\.0$/, '').replace('0.00', '0') })), label };
}

interface Marks { at: number; largest: number | undefined }

function Guides({ x, marks, width }: { x: Axis; marks: Marks; width: number }) {
  const box = inner(width, height);
  const inside = (c: number): boolean => x.to(c) >= box.left - 1 && x.to(c) <= box.right + 1;
  return (
    <>
      {marks.largest && inside(marks.largest) && <line class="largest" x1={x.to(marks.largest)} x2={x.to(marks.largest)} y1={box.top} y2={box.bottom} />}
      {inside(marks.at) && <line class="at" x1={x.to(marks.at)} x2={x.to(marks.at)} y1={box.top} y2={box.bottom} />}
    </>
  );
}

function MemoryChart({ curve, marks }: { curve: Curve; marks: Marks }) {
  const { points } = curve;
  const width = useChartWidth();
  const x = axisX(points, width);
  const usable = points[0]!.usableBytes / gib;
  const y = axisY(Math.max(usable, ...points.map(p => p.deviceBytes / gib)) * 1.04, 'GiB');
  const line = points.map(p => [x.to(p.context), y.to(p.deviceBytes / gib)] as [number, number]);
  const box = inner(width, height);
  return (
    <figure>
      <figcaption>{t.memory}</figcaption>
      <Chart width={width} height={height} x={x} y={y} label={`${t.memory}: ${points.map(p => `${tokens(p.context)} ${bytes(p.deviceBytes)}`).join(', ')}; ${t.usable} ${bytes(points[0]!.usableBytes)}`}>
        <path class="area" d={band(line, [[line[0]![0], box.bottom], [line.at(-1)![0], box.bottom]])} />
        <path class="line memory" d={path(line)} />
        <line class="limit" x1={box.left} x2={box.right} y1={y.to(usable)} y2={y.to(usable)} />
        <text class="mark" x={box.left + 6} y={y.to(usable) - 6}>{t.usable} {bytes(points[0]!.usableBytes)}</text>
        {points.map((p, i) => <circle key={p.context} class={`dot ${p.verdict}`} cx={line[i]![0]} cy={line[i]![1]} r="4"><title>{`${tokens(p.context)}: ${bytes(p.deviceBytes)}, ${texts.verdicts[p.verdict]}`}</title></circle>)}
        <Guides x={x} marks={marks} width={width} />
      </Chart>
    </figure>
  );
}

function SpeedChart({ curve, marks }: { curve: Curve; marks: Marks }) {
  const points = curve.points.filter(p => p.throughput && typeof p.throughput.decode.low === 'number');
  const width = useChartWidth();
  if (points.length < 2) return <p class="unknown">{texts.plan.speedUnknown}</p>;
  const x = axisX(curve.points, width);
  const rate = (p: CurvePoint) => p.throughput!.decode;
  const y = axisY(Math.max(...points.map(p => rate(p).ceiling)) * 1.04, texts.misc.unit);
  const at = (value: (p: CurvePoint) => number): [number, number][] => points.map(p => [x.to(p.context), y.to(value(p))]);
  const middle = points[Math.floor(points.length / 2)]!;
  return (
    <figure>
      <figcaption>{t.speed}</figcaption>
      <Chart width={width} height={height} x={x} y={y} label={`${t.speed}: ${points.map(p => `${tokens(p.context)} ${range(rate(p).low, rate(p).high)}`).join(', ')} ${texts.misc.unit}`}>
        <path class="band" d={band(at(p => rate(p).high), at(p => rate(p).low))} />
        <path class="line" d={path(at(p => rate(p).tokensPerSecond))} />
        <path class="line ceiling" d={path(at(p => rate(p).ceiling))} />
        <text class="mark" x={x.to(points[0]!.context) + 8} y={y.to(rate(points[0]!).ceiling) + 16}>{t.ceiling}</text>
        <text class="mark" x={x.to(middle.context)} y={y.to(rate(middle).low) + 16} text-anchor="middle">{t.band}</text>
        {points.map(p => <circle key={p.context} class={`dot ${p.verdict}`} cx={x.to(p.context)} cy={y.to(rate(p).tokensPerSecond)} r="4"><title>{`${tokens(p.context)}: ${range(rate(p).low, rate(p).high)} ${texts.misc.unit}`}</title></circle>)}
        <Guides x={x} marks={marks} width={width} />
      </Chart>
    </figure>
  );
}

/** What several at once get, each with a context of their own. */
function Users({ curve }: { curve: Curve }) {
  if (!curve.byUsers?.length) return null;
  return (
    <section aria-labelledby="users">
      <h2 id="users">{t.users}</h2>
      <p class="note say">{t.usersNote(tokens(curve.byUsers[0]!.context))} {curve.knee ? t.knee(curve.knee) : ''}</p>
      <Table label={t.users} head={[{ text: t.atOnce, number: true }, { text: t.memory, number: true }, t.verdict, { text: `${texts.plan.together}, ${texts.misc.unit}`, number: true }, { text: `${texts.plan.each}, ${texts.misc.unit}`, number: true }]}>
        {curve.byUsers.map(u => <tr key={u.users} class={u.users === curve.knee ? 'pick' : ''}><th scope="row" class="n">{u.users}</th><td class="n">{bytes(u.deviceBytes)}</td><td><VerdictWord verdict={u.verdict} /></td><td class="n"><RateRange rate={u.total} title={texts.plan.together} definition="users" /></td><td class="n"><RateRange rate={u.each} title={texts.plan.each} definition="users" /></td></tr>)}
      </Table>
    </section>
  );
}

export function CurvePlace() {
  const { params } = useRoute();
  const { ctx: _c, depth: _d, ...rest } = planRequest(params);
  const asks = params['model'] && params['rig'] ? rest : null;
  const curve = useAnswer<Curve>('curve', asks);
  const context = Number(params['ctx'] ?? usualContext) || usualContext;
  const quant = params['quant'] || curve.answer?.quantization;
  const here = asks && curve.answer ? { ...asks, ...(quant ? { quant } : {}), ctx: context } : null;
  const memory = useAnswer<Plan>('plan', here && { ...here, memoryOnly: true }, 'bars');
  const full = useAnswer<Plan>('plan', here, 'full', speedDelayMs, memory.waiting);
  const plan = full.answer && !full.waiting ? full.answer : memory.answer;
  const fits = sameModel(full.answer, plan) ? full.answer!.maxContext : undefined;
  const marks: Marks = { at: context, largest: fits };
  const points = curve.answer?.points;
  return (
    <>
      <Subject />
      {!asks && <p class="wait">{params['model'] ? texts.subject.needRig : texts.subject.needModel}</p>}
      {asks && <Pending of={curve} />}
      {curve.answer && points && asks && (
        <div class={curve.waiting ? 'old' : ''}>
          <div class="controls">
            <div class="contextHead"><p class="field"><span>{t.slide}</span><output class="large">{tokens(context)}</output></p>
              <p class="limits">{fits !== undefined && (fits > 0 ? <button type="button" class="link" onClick={() => change({ ctx: String(fits) })}>{texts.plan.largest(tokens(fits))}</button> : <span>{texts.plan.none}</span>)}</p></div>
            <ContextSlider value={context} most={points.at(-1)!.context} fits={fits} label={t.slide} onValue={c => change({ ctx: String(c) })} />
          </div>
          {plan && <VerdictLine plan={plan} />}
          <section aria-label={texts.places['curve']!.title}>
            <p class="note say">{t.caption(curve.answer.model, curve.answer.quantization, curve.answer.rig)}</p>
            <div class="charts"><MemoryChart curve={curve.answer} marks={marks} /><SpeedChart curve={curve.answer} marks={marks} /></div>
          </section>
          <section aria-labelledby="table">
            <h2 id="table">{t.table}</h2>
            <Table label={t.table} head={[{ text: t.context, number: true }, { text: t.memory, number: true }, { text: t.total, number: true }, t.verdict, { text: texts.misc.unit, number: true }, { text: t.ceiling, number: true }]}>
              {points.map(p => <tr key={p.context}><th scope="row" class="n">{tokens(p.context)}</th><td class="n">{bytes(p.deviceBytes)}</td><td class="n">{bytes(p.totalBytes)}</td><td><VerdictWord verdict={p.verdict} /></td><td class="n"><Speed of={p.throughput} /></td><td class="n">{p.throughput?.decode.ceiling ? figure(p.throughput.decode.ceiling) : '–'}</td></tr>)}
            </Table>
          </section>
          <Users curve={curve.answer} />
          <Share cli={commandLine('curve', [params['model']!], asks)} json={curve.text} chart title={t.caption(curve.answer.model, curve.answer.quantization, curve.answer.rig)} />
        </div>
      )}
    </>
  );
}
