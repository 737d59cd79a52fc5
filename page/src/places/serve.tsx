import { texts } from '../texts.ts';
import { change, useRoute } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine, rigOf } from '../lib/request.ts';
import { bytes, figure, tokens } from '../lib/format.ts';
import type { Bounds, Serve } from '../types.ts';
import { Choice, Command, Entry, Field, Pending, Table, VerdictWord } from '../ui/bits.tsx';
import { Num, Source } from '../ui/receipt.tsx';
import { Share } from '../ui/share.tsx';
import { Subject } from '../ui/subject.tsx';

const t = texts.serve;
const options = { rig: '--rig', runtime: '--engine', format: '--format', kvCacheDtype: '--kv-cache-dtype', tensorParallel: '-tp', pipelineParallel: '-pp', ctx: '-c', utilization: '--utilization' };

/** The request for a runtime that serves many, as far as the address names it. */
function request(params: Record<string, string>): Record<string, unknown> {
  const asks: Record<string, unknown> = { model: params['model'], rig: rigOf(params['rig']!) };
  for (const name of Object.keys(options).filter(n => n !== 'rig')) {
    const value = params[name];
    if (value) asks[name] = /^\d+$/.test(value) ? Number(value) : value;
  }
  return asks;
}

const between = (r: Bounds): string => `${bytes(r.low)} – ${bytes(r.high)}`;
const many = (n: number): string => tokens(Math.floor(n));

function Bounded({ title, of, definition }: { title: string; of: Bounds; definition: string }) {
  return <Num receipt={{ title, value: between(of), exactly: `${tokens(of.low)} – ${tokens(of.high)} bytes, ${texts.plan.likely} ${tokens(of.likely)}`, definition, because: [] }}>{between(of)}</Num>;
}

export function ServePlace() {
  const { params } = useRoute();
  const asks = params['model'] && params['rig'] ? request(params) : null;
  const serve = useAnswer<Serve>('serve', asks);
  const answer = serve.answer;
  const set = (name: string) => (value: string): void => change({ [name]: value });
  return (
    <>
      <Subject quant={false} host={false} />
      <div class="fields asks">
        <Field label={t.runtime}><Choice value={params['runtime'] ?? 'vllm'} options={['vllm', 'sglang']} onValue={set('runtime')} /></Field>
        <Field label={t.format}><Choice value={params['format'] ?? ''} options={[['', t.bestFormat], 'bf16', 'fp8', 'fp8-block', 'int8', 'gptq-int4', 'awq', 'nvfp4']} onValue={set('format')} /></Field>
        <Field label={t.cache}><Choice value={params['kvCacheDtype'] ?? 'auto'} options={[['auto', t.cacheAuto], 'fp8']} onValue={set('kvCacheDtype')} /></Field>
        <Field label={t.context}><Entry inputMode="numeric" value={params['ctx'] ?? '8192'} onValue={set('ctx')} /></Field>
        <Field label={t.tensor}><Entry inputMode="numeric" value={params['tensorParallel'] ?? ''} placeholder={t.all} onValue={set('tensorParallel')} /></Field>
        <Field label={t.share}><Entry inputMode="decimal" value={params['utilization'] ?? '0.9'} onValue={set('utilization')} /></Field>
      </div>
      {!asks && <p class="wait">{params['model'] ? texts.subject.needRig : texts.subject.needModel}</p>}
      {asks && <Pending of={serve} />}
      {answer && asks && (
        <div class={serve.waiting ? 'old' : ''}>
          <section aria-label={t.verdict}>
            <p class="sentence say" aria-live="polite"><VerdictWord verdict={answer.verdict === 'fits' ? 'comfortable' : answer.verdict} large /> {t.because[answer.verdict]}</p>
            <p class="note say">{t.as(answer.format, answer.runtime, answer.rig, answer.tensorParallel, answer.pipelineParallel)}</p>
          </section>
          <section aria-labelledby="users">
            <h2 id="users">{t.users}</h2>
            <dl class="facts">
              <div><dt>{t.atOnce(tokens(answer.context))}</dt><dd>{many(answer.sequences.low)} – {many(answer.sequences.high)}<small>{texts.plan.likely} {many(answer.sequences.likely)}; {t.shorter}</small></dd></div>
              <div><dt>{t.pool}</dt><dd>{tokens(answer.poolTokens.low)} – {tokens(answer.poolTokens.high)}<small>{texts.plan.likely} {tokens(answer.poolTokens.likely)}; {t.perToken(bytes(answer.cacheBytesPerToken), answer.blockTokens)}</small></dd></div>
              <div><dt>{t.single}</dt><dd>{answer.decodeCeiling ? `${texts.plan.atMost} ${figure(answer.decodeCeiling)} ${texts.misc.unit}` : <span class="unknown">{texts.misc.unknown}</span>}<small>{t.ceiling}</small></dd></div>
            </dl>
          </section>
          <section aria-labelledby="devices">
            <h2 id="devices">{texts.plan.memory}</h2>
            <Table label={texts.plan.memory} head={[texts.plan.device, { text: t.layers, number: true }, { text: texts.plan.parts['weightsBytes']!, number: true }, { text: t.besides, number: true }, { text: t.limit, number: true }, { text: t.poolHere, number: true }]}>
              {answer.ranks.map(r => (
                <tr key={`${r.node} ${r.device}`}>
                  <th scope="row">{r.node > 0 || answer.ranks.some(o => o.node > 0) ? `${t.machine} ${r.node}, ` : ''}{r.device}</th><td class="n">{r.layers}</td>
                  <td class="n"><Bounded title={texts.plan.parts['weightsBytes']!} of={r.weightsBytes} definition={t.weightsDefinition} /></td>
                  <td class="n"><Bounded title={t.besides} of={r.besidesBytes} definition={`${t.besidesDefinition} ${answer.overheadSource}`} /></td>
                  <td class="n">{bytes(r.budgetBytes.likely)}</td>
                  <td class="n"><Bounded title={t.poolHere} of={r.poolBytes} definition={t.poolDefinition} /></td>
                </tr>
              ))}
            </Table>
            <p class="note">{t.bounds} <Source source={answer.overheadSource} /></p>
            {[...(answer.machineNotes ?? []), ...answer.notes].map(n => <p class="note say" key={n}>{n}</p>)}
          </section>
          <section aria-labelledby="run">
            <h2 id="run">{texts.plan.command}</h2>
            {answer.commands.map(c => <div key={c.node}>{answer.commands.length > 1 && <h3>{t.machine} {c.node}</h3>}<Command line={c.command} label={texts.plan.command} /></div>)}
          </section>
          <Share cli={commandLine('serve', [params['model']!], { ...asks, model: undefined }, options)} json={serve.text} />
        </div>
      )}
    </>
  );
}
