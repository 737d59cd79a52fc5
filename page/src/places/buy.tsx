import { texts } from '../texts.ts';
import { address, change, useRoute } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine } from '../lib/request.ts';
import { count, money, range } from '../lib/format.ts';
import type { Buy } from '../types.ts';
import { Choice, Entry, Field, Pending, Rest, Table } from '../ui/bits.tsx';
import { Num, Source, word } from '../ui/receipt.tsx';
import { Runs } from '../ui/runs.tsx';
import { Share } from '../ui/share.tsx';

const t = texts.buy;
type Offer = Buy['offers'][number];

function Details({ offer }: { offer: Offer }) {
  return (
    <details>
      <summary>{offer.rig}</summary>
      <p class="note">{t.notIncluded}: {offer.notIncluded}. {offer.power && <>{t.watts}: {offer.power.because}. </>}{offer.powerSupplyWatts && <>{t.supply}: {count(offer.powerSupplyWatts)} W. </>}<a href={offer.link} rel="noreferrer noopener" target="_blank">{t.search}</a></p>
      <h3>{t.notFor}</h3>
      <ul class="plain">{offer.notFor.map(n => <li key={n.who}><strong>{n.who}</strong>: {n.because}</li>)}</ul>
      <h3>{t.claims}</h3>
      <ul class="plain">{offer.parts.flatMap(p => p.claims.map((c, i) => <li key={p.device + i}>{p.device}, {c.condition}: {money(c.price.low, c.price.high, c.price.currency)}, {c.date}, {word(c.kind)}{c.stale && `, ${t.stale}`}{!c.counted && `, ${t.notCounted}`}. <Source source={c.source} />{c.note && ` (${c.note})`}</li>))}</ul>
    </details>
  );
}

/** How many offers are shown unfolded: the answer has the strongest model first, then the lowest price. */
const shown = 10;

function Offers({ offers }: { offers: Offer[] }) {
  return (
    <Table label={t.machine} head={[t.machine, { text: t.price, number: true }, t.strongest, { text: t.speed, number: true }, { text: t.perMoney, number: true }, { text: t.watts, number: true }]}>
      {offers.map(o => (
        <tr key={o.rig}>
          <th scope="row"><a href={address('start', { rig: o.rig })}>{o.rig}</a></th>
          <td class="n">{o.withinBudgetAtTheHighest ? '' : `${t.from} `}<Num receipt={{ title: o.rig, value: money(o.price.low, o.price.high, o.price.currency), definition: o.notIncluded, because: o.parts.flatMap(p => p.claims.filter(c => c.counted).map(c => ({ value: 'price', formula: `${p.count} × ${p.device}, ${c.condition}, ${money(c.price.low, c.price.high, c.price.currency)}, ${c.date}`, inputs: {}, source: c.source, kind: c.kind }))) }}>{money(o.price.low, o.price.high, o.price.currency)}</Num>{o.stale && <small class="block">{t.stale}</small>}</td>
          <td class="words"><Runs lines={o.models} rig={o.rig} most={2} /></td>
          <td class="n">{o.yardstick ? range(o.yardstick.low, o.yardstick.high) : <span class="unknown">{texts.misc.unknown}</span>}</td>
          <td class="n">{o.yardstick?.perThousand ? range(o.yardstick.perThousand.low, o.yardstick.perThousand.high) : '–'}</td>
          <td class="n">{o.power ? `${range(o.power.lowWatts, o.power.highWatts)} W` : <span class="unknown">{texts.misc.unknown}</span>}</td>
        </tr>
      ))}
    </Table>
  );
}

export function BuyPlace() {
  const { params } = useRoute();
  const budget = params['budget'] ?? '';
  const asks = budget ? { budget, ...(params['ctx'] ? { ctx: Number(params['ctx']) || params['ctx'] } : {}), ...(params['currency'] ? { currency: params['currency'] } : {}), ...(params['ram'] ? { ram: params['ram'] } : {}) } : null;
  const buy = useAnswer<Buy>('buy', asks);
  const answer = buy.answer;
  return (
    <>
      <div class="fields asks">
        <Field label={t.budget}><Entry inputMode="decimal" value={budget} placeholder="1500" onValue={v => change({ budget: v })} /></Field>
        <Field label={t.currency}><Choice value={params['currency'] ?? 'USD'} options={['USD', 'EUR', 'GBP']} onValue={v => change({ currency: v })} /></Field>
        <Field label={t.ram}><Entry value={params['ram'] ?? '32GiB'} onValue={v => change({ ram: v })} /></Field>
        {!budget && <button type="button" class="go" onClick={() => change({ budget: '1500' })}>$1,500</button>}
      </div>
      {asks && <Pending of={buy} what={`${texts.engine.working} ${t.slow}`} />}
      {answer && asks && (
        <div class={buy.waiting ? 'old' : ''}>
          <section aria-label={t.machine}>
            {answer.offers.length === 0 ? <p class="sentence say">{t.none}</p> : <>
              <Offers offers={answer.offers.slice(0, shown)} />
              <Rest count={answer.offers.length - shown}><Offers offers={answer.offers.slice(shown)} /></Rest>
              <p class="note">{t.yardstick(`${answer.yardstick.model} ${answer.yardstick.quantization}`)} {t.unpriced(answer.unpriced.length)}.</p>
            </>}
          </section>
          {answer.offers.length > 0 && <section aria-labelledby="why"><h2 id="why">{t.details}</h2><div class="stack">{answer.offers.slice(0, shown).map(o => <Details key={o.rig} offer={o} />)}<Rest count={answer.offers.length - shown}><div class="stack">{answer.offers.slice(shown).map(o => <Details key={o.rig} offer={o} />)}</div></Rest></div></section>}
          <Share cli={commandLine('buy', [], asks, { budget: '--budget', ctx: '-c', currency: '--currency', ram: '--ram' })} json={buy.text} />
        </div>
      )}
    </>
  );
}
