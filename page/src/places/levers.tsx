import { texts } from '../texts.ts';
import { address, useRoute, type Params } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine, planOptions, planRequest } from '../lib/request.ts';
import { bytes } from '../lib/format.ts';
import type { Lever, Levers } from '../types.ts';
import { Pending, Speed, Table, VerdictWord } from '../ui/bits.tsx';
import { word } from '../ui/receipt.tsx';
import { Share } from '../ui/share.tsx';
import { Subject } from '../ui/subject.tsx';
import { carried } from '../ui/app.tsx';
import { VerdictLine } from './plan.tsx';

const t = texts.levers;

/** The address of the plan after a change, where its options are ones the calculator has. */
function applied(lever: Lever, params: Params): string | undefined {
  const next: Params = { ...carried(params) };
  const names = Object.entries(planOptions);
  for (const change of lever.changes) {
    const words = change.options.split(' ').filter(Boolean);
    if (words.length === 0 || words.length % 2 !== 0) return undefined;
    for (let i = 0; i < words.length; i += 2) {
      const name = names.find(([, option]) => option === words[i])?.[0];
      if (!name || words[i + 1]!.startsWith('-')) return undefined;
      next[name] = words[i + 1]!.replaceAll('"', '');
    }
  }
  return address('plan', next);
}

function Gives({ lever }: { lever: Lever }) {
  const parts = [
    ...(lever.speedLoss !== 'none' ? [`${t.of.speed}: ${t.loss[lever.speedLoss] ?? lever.speedLoss}`] : []),
    ...lever.changes.flatMap(c => [...(c.qualityLoss !== 'none' ? [`${t.of.quality}: ${t.loss[c.qualityLoss] ?? c.qualityLoss}`] : []), ...(c.capacityLoss !== 'none' ? [`${t.of.capacity}: ${t.loss[c.capacityLoss] ?? c.capacityLoss}`] : [])]),
  ];
  return <>{parts.length > 0 ? parts.join(', ') : t.loss['none']}</>;
}

function Rows({ levers, params, cheapest }: { levers: Lever[]; params: Params; cheapest: Lever | undefined }) {
  const key = (l: Lever): string => l.changes.map(c => c.id).join('+');
  return (
    <>
      {levers.map(lever => {
        const link = applied(lever, params);
        return (
          <tr key={key(lever)} class={cheapest && key(cheapest) === key(lever) ? 'pick' : ''}>
            <th scope="row" class="words">{lever.changes.map(c => c.change).join(t.and)}<small class="block"><code>{lever.changes.map(c => c.options).filter(Boolean).join(' ')}</code>{link && <> <a href={link}>{t.use}</a></>}</small></th>
            <td class="n">{lever.devices.filter(d => d.savedBytes !== 0).map(d => <span class="block" key={d.name}>{d.savedBytes < 0 ? '−' : ''}{bytes(Math.abs(d.savedBytes))} <small>{d.name}</small></span>)}</td>
            <td><VerdictWord verdict={lever.verdict} /></td>
            <td class="n"><Speed of={lever.throughput} /></td>
            <td class="words"><Gives lever={lever} /><small class="block">{lever.changes.map(c => c.quality).filter(Boolean).join('; ')}</small></td>
          </tr>
        );
      })}
    </>
  );
}

export function LeversPlace() {
  const { params } = useRoute();
  const request = planRequest(params);
  const asks = params['model'] && params['rig'] ? request : null;
  const levers = useAnswer<Levers>('levers', asks);
  const answer = levers.answer;
  const head = [t.change, { text: t.frees, number: true }, t.after, { text: t.speed, number: true }, `${t.costs}; ${t.quality}`];
  return (
    <>
      <Subject />
      {!asks && <p class="wait">{params['model'] ? texts.subject.needRig : texts.subject.needModel}</p>}
      {asks && <Pending of={levers} />}
      {answer && asks && (
        <div class={levers.waiting ? 'old' : ''}>
          <VerdictLine plan={answer.now} />
          <section aria-labelledby="goal">
            <h2 id="goal">{t.goal}: {t.goals[answer.goal] ?? word(answer.goal)}</h2>
            {answer.conclusion && <p class="sentence say">{answer.conclusion}</p>}
            {answer.desktop && <p class="note">{t.desktop} {bytes(answer.desktop.lowBytes)}–{bytes(answer.desktop.highBytes)}: {answer.desktop.source} ({word(answer.desktop.kind)}).</p>}
          </section>
          <section aria-label={t.change}>
            <Table label={t.change} head={head}><Rows levers={answer.levers} params={params} cheapest={answer.cheapest} /></Table>
          </section>
          {answer.wouldNotFit.length > 0 && <section aria-labelledby="not"><h2 id="not">{t.wouldNotFit}</h2><Table label={t.wouldNotFit} head={head}><Rows levers={answer.wouldNotFit} params={params} cheapest={undefined} /></Table></section>}
          {(answer.noEffect.length > 0 || answer.refused.length > 0) && <p class="note say">{answer.noEffect.length > 0 && <>{t.noEffect}: {answer.noEffect.map(word).join(', ')}. </>}{answer.refused.length > 0 && <>{t.refused}: {answer.refused.map(r => `${word(r.id)} (${r.reason})`).join('; ')}.</>}</p>}
          <Share cli={commandLine('levers', [params['model']!], request)} json={levers.text} />
        </div>
      )}
    </>
  );
}
