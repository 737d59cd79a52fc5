import { useState } from 'preact/hooks';
import { texts } from '../texts.ts';
import { address, change, useRoute } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine, planOptions, planRequest } from '../lib/request.ts';
import { bandwidth, bytes, count, money, tokens } from '../lib/format.ts';
import type { Needs } from '../types.ts';
import { Entry, Field, Pending, Speed, Table, VerdictWord } from '../ui/bits.tsx';
import { Num, word } from '../ui/receipt.tsx';
import { Share } from '../ui/share.tsx';
import { Subject } from '../ui/subject.tsx';
import { carried } from '../ui/app.tsx';

const t = texts.needs;
const shownAtFirst = 15;

export function NeedsPlace() {
  const { params } = useRoute();
  const [all, setAll] = useState(false);
  const { rig: _r, ...rest } = planRequest(params);
  const tps = Number(params['tps']) || 0;
  const asks = params['model'] ? { ...rest, ...(tps ? { tps } : {}) } : null;
  const needs = useAnswer<Needs>('needs', asks);
  const answer = needs.answer;
  const several = (answer?.quantizations.length ?? 0) > 1;
  return (
    <>
      <Subject rig={false} />
      <div class="fields asks"><Field label={texts.plan.context}><Entry inputMode="numeric" value={params['ctx'] ?? '8192'} onValue={v => change({ ctx: v })} /></Field><Field label={t.tps}><Entry inputMode="decimal" value={params['tps'] ?? ''} onValue={v => change({ tps: v })} /></Field></div>
      {!asks && <p class="wait">{texts.subject.needModel}</p>}
      {asks && <Pending of={needs} />}
      {answer && asks && (
        <div class={needs.waiting ? 'old' : ''}>
          <section aria-labelledby="smallest">
            <h2 id="smallest">{t.memory}, {!several && `${answer.chosen}, `}{tokens(answer.ctx)} {texts.plan.tokens}</h2>
            <Table label={t.memory} head={[...(several ? [texts.misc.quantization] : []), t.machine, { text: t.smallest, number: true }, { text: t.comfortable, number: true }, { text: t.host, number: true }, { text: t.sold, number: true }]}>
              {answer.quantizations.flatMap(q => q.memory.map((m, i) => (
                <tr key={q.quant + m.kind} class={i === q.memory.length - 1 ? 'last' : ''}>
                  {several && <th scope="row">{q.quant}</th>}
                  {several ? <td title={m.machine}>{word(m.kind)}</td> : <th scope="row" title={m.machine}>{word(m.kind)}</th>}
                  <td class="n"><Num receipt={{ title: `${q.quant}, ${word(m.kind)}`, value: bytes(m.smallestBytes), exactly: `${count(m.smallestBytes)} bytes`, definition: `${m.machine}: planned and fits; one MiB less was planned and doesn't`, because: [] }}>{bytes(m.smallestBytes)}</Num></td>
                  <td class="n">{bytes(m.comfortableBytes)}</td><td class="n">{m.hostBytes > 0 ? bytes(m.hostBytes) : '–'}</td><td class="n">{m.soldBytes ? bytes(m.soldBytes) : '–'}</td>
                </tr>
              )))}
            </Table>
          </section>
          {answer.bandwidths && answer.tokensPerSecond && (
            <section aria-labelledby="bandwidth">
              <h2 id="bandwidth">{t.bandwidth(count(answer.tokensPerSecond))}, {answer.chosen}</h2>
              <Table label={t.bandwidth(count(answer.tokensPerSecond))} head={[t.machine, { text: t.atLeast, number: true }, { text: t.likely, number: true }, { text: t.sure, number: true }]}>
                {answer.bandwidths.map(b => <tr key={b.kind}><th scope="row">{word(b.kind)}</th><td class="n">{bandwidth(b.atLeastBytesPerSecond)}</td><td class="n">{b.likelyBytesPerSecond ? bandwidth(b.likelyBytesPerSecond) : t.impossible}</td><td class="n">{b.sureBytesPerSecond ? bandwidth(b.sureBytesPerSecond) : t.impossible}</td></tr>)}
              </Table>
            </section>
          )}
          <section aria-labelledby="rigs">
            <h2 id="rigs">{t.rigs}, {answer.chosen}</h2>
            <Table label={t.rigs} head={[t.rig, t.fit, { text: t.speed, number: true }, { text: t.price, number: true }]}>
              {(all ? answer.rigs : answer.rigs.slice(0, shownAtFirst)).map(r => (
                <tr key={r.rig}>
                  <th scope="row"><a href={address('plan', { ...carried(params), rig: r.rig, quant: answer.chosen, ...(r.nCpuMoe > 0 ? { nCpuMoe: String(r.nCpuMoe) } : {}) })}>{r.rig}</a>{r.nCpuMoe > 0 && <small class="block">{t.experts}: {r.nCpuMoe}</small>}</th>
                  <td><VerdictWord verdict={r.verdict} /></td><td class="n"><Speed of={r.throughput} /></td>
                  <td class="n">{r.price?.stale && <small>{t.stale} </small>}{r.price ? <Num receipt={{ title: r.rig, value: money(r.price.low, r.price.high, r.price.currency), definition: `${r.price.because}; ${r.price.notIncluded}`, because: [] }}>{money(r.price.low, r.price.high, r.price.currency)}</Num> : <span class="unknown">{t.unknownPrice}</span>}</td>
                </tr>
              ))}
            </Table>
            <p class="note">{t.tried(count(answer.rigsTried))}.</p>
            {answer.rigs.length > shownAtFirst && <p><button type="button" onClick={() => setAll(!all)}>{all ? texts.start.fewer : t.more(answer.rigs.length)}</button></p>}
          </section>
          <Share cli={commandLine('needs', [params['model']!], { ...rest, ...(tps ? { tps } : {}) }, { ...planOptions, tps: '--tps' })} json={needs.text} />
        </div>
      )}
    </>
  );
}
