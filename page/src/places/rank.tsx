import { texts } from '../texts.ts';
import { address, useRoute } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine } from '../lib/request.ts';
import type { Rank, RankClaim } from '../types.ts';
import { Pending, Rest, Table } from '../ui/bits.tsx';
import { Source, word } from '../ui/receipt.tsx';
import { Share } from '../ui/share.tsx';
import { Subject } from '../ui/subject.tsx';

const t = texts.rank;

/** As published: a score is never rounded. */
const score = (low?: number, high?: number): string => low === high ? String(low) : `${low}–${high}`;
const beside = (beside: RankClaim['beside']): string => beside.map(b => `${b.model} ${b.standing || `${score(b.low, b.high)}${b.unit === '%' ? '%' : ''}`}`).join(', ');

/** How many contradictions, and models beside a claim, are shown unfolded: the first ones are the weightiest, and a phone shows four. */
const shown = { contradictions: 3, beside: 4 };

function Contradictions({ of }: { of: Rank['contradictions'] }) {
  return <ul class="contradictions">{of.map(c => <li key={c.sentence}><h3>{word(c.kind)}</h3><p class="say">{c.sentence}</p><p class="note">{c.sources.map(s => <span key={s} class="block"><Source source={s} /></span>)}</p></li>)}</ul>;
}

export function RankPlace() {
  const { params } = useRoute();
  const model = params['model'] ?? '';
  const rank = useAnswer<Rank>('rank', model ? { model } : null);
  const answer = rank.answer;
  return (
    <>
      <Subject rig={false} quant={false} />
      {!model && <p class="wait">{texts.subject.needModel}</p>}
      {model && <Pending of={rank} />}
      {answer && model && (
        <div class={rank.waiting ? 'old' : ''}>
          <p class="sentence say summary">{answer.summary || t.none}</p>
          {answer.notice && <p class="note say">{answer.notice}</p>}
          {answer.siblingsWithEvidence.length > 0 && <p class="note">{t.siblings}: {answer.siblingsWithEvidence.map((s, i) => <span key={s}>{i > 0 ? ', ' : ''}<a href={address('rank', { ...params, model: s })}>{s}</a></span>)}</p>}
          {answer.contradictions.length > 0 && (
            <section aria-labelledby="against">
              <h2 id="against">{t.contradictions}</h2>
              <Contradictions of={answer.contradictions.slice(0, shown.contradictions)} />
              <Rest count={answer.contradictions.length - shown.contradictions}><Contradictions of={answer.contradictions.slice(shown.contradictions)} /></Rest>
            </section>
          )}
          {answer.tests.length > 0 && (
            <section aria-labelledby="tests">
              <h2 id="tests">{t.tests}</h2>
              <Table label={t.tests} head={[t.test, t.claim, t.publisher, t.kind, t.beside]}>
                {answer.tests.flatMap(test => test.claims.map((c, i) => (
                  <tr key={test.benchmark + i}>
                    <th scope="row" class="words">{i === 0 ? test.benchmark : <span class="spoken">{test.benchmark}</span>}</th>
                    <td class="words"><strong>{c.result}</strong>{c.note && <small class="block">{c.note}</small>}</td>
                    <td class="who">{c.publisher}{c.via && <small class="block">{t.via} {c.via}</small>}<small class="block"><span class="date">{c.date}</span>{', '}{/^https?:/.test(c.source) ? <a href={c.source} rel="noreferrer noopener" target="_blank">{t.source}</a> : c.source}</small></td>
                    <td>{word(c.kind)}{c.independent && <small class="block">{t.independent}</small>}</td>
                    <td class="words"><small>{beside(c.beside.slice(0, shown.beside))}<Rest count={c.beside.length - shown.beside}>{beside(c.beside.slice(shown.beside))}</Rest></small></td>
                  </tr>
                )))}
              </Table>
            </section>
          )}
          <Share cli={commandLine('rank', [model], {})} json={rank.text} />
        </div>
      )}
    </>
  );
}
