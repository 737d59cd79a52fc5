import { texts } from '../texts.ts';
import { change, useRoute } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine, planOptions, planRequest } from '../lib/request.ts';
import { money, range } from '../lib/format.ts';
import type { Cloud, Range } from '../types.ts';
import { Choice, Entry, Field, Pending, Table, VerdictWord } from '../ui/bits.tsx';
import { Num, Source, word } from '../ui/receipt.tsx';
import { Share } from '../ui/share.tsx';
import { Subject } from '../ui/subject.tsx';

const t = texts.cloud;
const fields = { tokensPerDay: '--tokens-per-day', mix: '--mix', kwh: '--kwh', region: '--region' };

const daysOfYear = 365.25;
const longInYears = 2; // from then on nobody counts days

function days(r: Range | null | undefined): string {
  if (!r || r.low == null || r.high == null) return t.never;
  return r.low >= longInYears * daysOfYear ? `${range(r.low / daysOfYear, r.high / daysOfYear)} ${t.yearsLong}` : `${range(r.low, r.high)} ${t.days}`;
}

/** A sentence that opens with its outcome, which stands out; one that doesn't gets it put before. */
function Outcome({ outcome, sentence = '' }: { outcome: string | undefined; sentence: string | undefined }) {
  const colon = sentence.indexOf(': ');
  if (colon > 0 && colon < mostOfAnOpening) return <><strong>{sentence.slice(0, colon)}.</strong> {sentence.charAt(colon + 2).toUpperCase()}{sentence.slice(colon + 3)}</>;
  return <>{outcome && <strong>{t.outcomes[outcome] ?? word(outcome)}. </strong>}{sentence}</>;
}

const mostOfAnOpening = 24; // "Too close to call", "The cloud wins"

export function CloudPlace() {
  const { params } = useRoute();
  const request = planRequest(params);
  const given = Object.fromEntries(Object.keys(fields).flatMap(name => params[name] ? [[name, params[name]]] : []));
  const asks = params['model'] && params['rig'] ? { ...request, tokensPerDay: '1M', ...given, ...(params['own'] === 'true' ? { own: true } : {}) } : null;
  const cloud = useAnswer<Cloud>('cloud', asks);
  const answer = cloud.answer;
  const local = answer?.local;
  const cur = answer?.currency ?? 'USD';
  return (
    <>
      <Subject />
      <div class="fields asks">
        <Field label={t.perDay}><Entry value={params['tokensPerDay'] ?? '1M'} onValue={v => change({ tokensPerDay: v })} /></Field>
        <Field label={t.mix}><Entry value={params['mix'] ?? '3:1'} onValue={v => change({ mix: v })} /></Field>
        <Field label={t.kwh}><Entry inputMode="decimal" value={params['kwh'] ?? ''} placeholder="0.18" onValue={v => change({ kwh: v })} /></Field>
        <Field label={t.region}><Choice value={params['region'] ?? 'us'} options={['us', 'us-ca', 'eu', 'de']} onValue={v => change({ region: v })} /></Field>
        <label class="field tick"><span>{t.own}</span><input type="checkbox" checked={params['own'] === 'true'} onChange={event => change({ own: event.currentTarget.checked ? 'true' : '' })} /></label>
      </div>
      {!asks && <p class="wait">{params['model'] ? texts.subject.needRig : texts.subject.needModel}</p>}
      {asks && <Pending of={cloud} />}
      {answer && asks && (
        <div class={cloud.waiting ? 'old' : ''}>
          {answer.sentence && <p class="sentence say">{answer.sentence}</p>}
          <section aria-label={t.provider}>
            <Table label={t.provider} head={[t.provider, { text: `${t.input}, ${t.perMillion}`, number: true }, { text: t.output, number: true }, { text: t.day, number: true }, { text: t.breakEven, number: true }, t.outcome]}>
              {answer.offers.map(o => (
                <tr key={o.name + o.model}>
                  <th scope="row">{o.name}<small class="block">{o.model}{o.stale && `, ${t.stale}`}</small></th>
                  <td class="n"><Num receipt={{ title: `${o.name}, ${o.model}`, value: `${money(o.inputPerMillion, o.inputPerMillion, o.priceCurrency)} / ${money(o.outputPerMillion, o.outputPerMillion, o.priceCurrency)}`, definition: `${t.perMillion}; ${o.date} (${texts.misc.days(o.ageDays)})`, because: [{ value: 'price', formula: o.sentence ?? '', inputs: {}, source: o.source, kind: o.kind }] }}>{money(o.inputPerMillion, o.inputPerMillion, o.priceCurrency)}</Num></td>
                  <td class="n">{money(o.outputPerMillion, o.outputPerMillion, o.priceCurrency)}</td>
                  <td class="n">{money(o.perDay, o.perDay, cur)}</td>
                  <td class="n">{local ? days(o.breakEvenDays) : '–'}</td>
                  <td class="words"><Outcome outcome={o.outcome} sentence={o.sentence} /></td>
                </tr>
              ))}
            </Table>
          </section>
          {local && (
            <section aria-labelledby="local">
              <h2 id="local">{t.local} <VerdictWord verdict={answer.verdict} /></h2>
              <dl class="facts">
                <div><dt>{texts.plan.decode}</dt><dd>{range(local.decodeTokensPerSecond.low, local.decodeTokensPerSecond.high)} {texts.misc.unit}<small>{local.speedBecause}</small></dd></div>
                <div><dt>{t.busy}</dt><dd>{range(local.busyHoursPerDay.low, local.busyHoursPerDay.high)} {t.hours}</dd></div>
                <div><dt>{t.power}</dt><dd>{range(local.power.lowWatts, local.power.highWatts)} W<small>{local.power.because}</small></dd></div>
                <div><dt>{t.powerDay}</dt><dd>{money(local.powerPerDay.low, local.powerPerDay.high, cur)}<small>{money(local.pricePerKilowattHour.low, local.pricePerKilowattHour.high, cur)} / kWh: <Source source={local.electricityBecause} /></small></dd></div>
                <div><dt>{t.hardware}</dt><dd>{local.hardware ? money(local.hardware.low, local.hardware.high, cur) : texts.misc.unknown}<small><Source source={local.hardwareBecause} /></small></dd></div>
                {answer.rentPerDay && <div><dt>{t.rent}</dt><dd>{money(answer.rentPerDay.low, answer.rentPerDay.high, cur)} {t.day}<small><Source source={answer.rentBecause ?? ''} /></small></dd></div>}
              </dl>
              {(answer.notes ?? []).map(n => <p class="note say" key={n}>{n}</p>)}
              {answer.yearsKept && <p class="note">{t.years(answer.yearsKept)}</p>}
            </section>
          )}
          <Share cli={commandLine('cloud', [params['model']!], asks, { ...planOptions, ...fields }) + (params['own'] === 'true' ? ' --own' : '')} json={cloud.text} />
        </div>
      )}
    </>
  );
}
