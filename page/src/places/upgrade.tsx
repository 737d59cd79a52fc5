import { texts } from '../texts.ts';
import { address, change, useRoute } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine, rigOf } from '../lib/request.ts';
import { bytes, money } from '../lib/format.ts';
import type { Upgrade, UpgradeStep } from '../types.ts';
import { Entry, Field, Pending, Rest, Table } from '../ui/bits.tsx';
import { Num } from '../ui/receipt.tsx';
import { Runs } from '../ui/runs.tsx';
import { Share } from '../ui/share.tsx';
import { Subject } from '../ui/subject.tsx';

const t = texts.upgrade;

/** As many steps as the terminal shows without --all. */
const shown = 10;

function Steps({ steps, label }: { steps: UpgradeStep[]; label: string }) {
  return (
    <Table label={label} head={[t.step, { text: t.price, number: true }, t.newly, t.notFor]}>
      {steps.map(s => (
        <tr key={s.step}>
          <th scope="row" class="words"><a href={address('start', { rig: s.rig })}>{s.step}</a><small class="block">{s.rig}</small></th>
          <td class="n">{s.price ? <Num receipt={{ title: s.step, value: money(s.price.low, s.price.high, s.price.currency), definition: `${s.priceBecause}; ${texts.buy.notIncluded}: ${s.notIncluded}`, because: [] }}>{money(s.price.low, s.price.high, s.price.currency)}</Num> : <span class="unknown">{s.priceElsewhere || t.unknown}</span>}{s.stale && <small class="block">{texts.buy.stale}</small>}</td>
          <td class="words"><Runs lines={s.newly} rig={s.rig} most={2} />{s.faster && s.faster.length > 0 && <><small>{t.faster}:</small><Runs lines={s.faster} rig={s.rig} most={1} /></>}</td>
          <td class="words"><small><ul>{s.notFor.slice(0, 2).map(n => <li key={n}>{n}</li>)}</ul></small></td>
        </tr>
      ))}
    </Table>
  );
}

export function UpgradePlace() {
  const { params } = useRoute();
  const rig = params['rig'] ?? '';
  const asks = rig ? { from: rigOf(rig), ...(params['budget'] ? { budget: params['budget'] } : {}) } : null;
  const upgrade = useAnswer<Upgrade>('upgrade', asks);
  const answer = upgrade.answer;
  return (
    <>
      <Subject model={false} quant={false} host={false} />
      <div class="fields asks"><Field label={t.budget}><Entry inputMode="decimal" value={params['budget'] ?? ''} placeholder="1500" onValue={v => change({ budget: v })} /></Field></div>
      {!rig && <p class="wait">{texts.subject.needRig}</p>}
      {asks && <Pending of={upgrade} what={`${texts.engine.working} ${t.slow}`} />}
      {answer && asks && (
        <div class={upgrade.waiting ? 'old' : ''}>
          <section aria-labelledby="now">
            <h2 id="now">{t.now} <small>{answer.from}, {bytes(answer.hostMemoryBytes)} {texts.machine.host}</small></h2>
            <Runs lines={answer.now} rig={answer.from} />
            {(answer.machineNotes ?? []).map(n => <p class="note say" key={n}>{n}</p>)}
            {answer.next && <p class="say">{t.next}: <strong>{answer.next.model} {answer.next.quantization}</strong>, {t.needs} {bytes(answer.next.needsBytes)}.</p>}
            {answer.shortTerm && <p class="note say">{answer.shortTerm}.</p>}
            {answer.mayBring && <p class="note say">{t.mayBring} {money(answer.mayBring.low, answer.mayBring.high, answer.mayBring.currency)}.</p>}
          </section>
          <section aria-labelledby="gains">
            <h2 id="gains">{t.gains}</h2>
            {answer.steps.length > 0 ? <Steps steps={answer.steps.slice(0, shown)} label={t.gains} /> : <p class="sentence say">{t.none}</p>}
            <Rest count={answer.steps.length - shown}><Steps steps={answer.steps.slice(shown)} label={t.gains} /></Rest>
            {answer.pointless > 0 && <p class="note">{t.pointless(answer.pointless)}</p>}
          </section>
          {answer.unpriced.length > 0 && <section aria-labelledby="unpriced"><details><summary id="unpriced">{t.unpriced} ({answer.unpriced.length})</summary><Steps steps={answer.unpriced} label={t.unpriced} /></details></section>}
          <Share cli={commandLine('upgrade', [], asks, { from: '--from', budget: '--budget' })} json={upgrade.text} />
        </div>
      )}
    </>
  );
}
