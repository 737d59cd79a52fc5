import { useState } from 'preact/hooks';
import { texts } from '../texts.ts';
import { change, useRoute } from '../lib/route.ts';
import { useAnswer } from '../lib/answer.ts';
import type { Audit } from '../types.ts';
import { Field, Pending, VerdictWord } from '../ui/bits.tsx';
import { Source, word } from '../ui/receipt.tsx';
import { Share } from '../ui/share.tsx';

const t = texts.audit;
const mostInLink = 6000;
const order = ['false', 'misleading', 'depends', 'unsupported', 'not-checked', 'holds'];

// A guide too long for the address is kept here.
let long = '';

/** What is right instead, unless the reason says just that. */
function Correction({ of: claim }: { of: Audit['claims'][number] }) {
  return claim.correction && claim.correction !== claim.reason ? <> {t.correct}: <strong>{claim.correction}</strong></> : null;
}

/** The guide itself: lines with claims are marked with their verdicts and open to what is said of them, by key as by hand. */
function Marked({ text, claims }: { text: string; claims: Audit['claims'] }) {
  return (
    <section class="marked" aria-label={t.inText}>
      <h2>{t.inText}</h2>
      {text.split(/\r?\n/).map((line, i) => {
        const here = claims.filter(c => c.line === i + 1);
        if (here.length === 0) return <p key={i}>{line}</p>;
        const worst = order.find(v => here.some(c => c.verdict === v)) ?? 'holds';
        return (
          <details key={i}>
            <summary><mark class={worst}>{line}</mark> {[...new Set(here.map(c => c.verdict))].map(v => <VerdictWord key={v} verdict={v} />)}</summary>
            <ul class="plain">{here.map((c, j) => <li key={j}><VerdictWord verdict={c.verdict} /> {c.reading}: {c.reason}<Correction of={c} /></li>)}</ul>
          </details>
        );
      })}
    </section>
  );
}

export function AuditPlace() {
  const { params } = useRoute();
  const text = params['text'] ?? long;
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const asks = text.trim() ? { text, format: 'markdown' } : null;
  const audit = useAnswer<Audit>('audit', asks);
  const answer = audit.answer;
  const check = (guide: string): void => {
    long = guide;
    setDraft(undefined);
    change({ text: guide.length > mostInLink ? '' : guide });
  };
  return (
    <>
      <form class="guide" onSubmit={event => { event.preventDefault(); check(new FormData(event.currentTarget).get('guide') as string); }}>
        <Field label={t.text} wide><textarea name="guide" rows={10} value={draft ?? text} onInput={event => setDraft(event.currentTarget.value)} spellcheck={false} /></Field>
        <p class="buttons"><button type="submit" class="go">{t.go}</button>{!text && <button type="button" onClick={() => check(t.exampleText)}>{t.example}</button>}</p>
      </form>
      {asks && <Pending of={audit} />}
      {answer && asks && (
        <div class={audit.waiting ? 'old' : ''}>
          <p class="sentence say summary" aria-live="polite">{answer.claims.length === 0 ? t.nothing : Object.entries(answer.counts).filter(([, n]) => n > 0).map(([verdict, n], i) => <span key={verdict}>{i > 0 ? ', ' : ''}{n} <VerdictWord verdict={verdict} /></span>)}</p>
          {answer.claims.length > 0 && <Marked text={text} claims={answer.claims} />}
          <ol class="claims">
            {[...answer.claims].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || a.line - b.line).map((c, i) => (
              <li key={i}>
                <p class="say"><VerdictWord verdict={c.verdict} /> <q>{c.text}</q> <small>{t.line} {c.line}</small></p>
                <p class="say reason">{c.reason}<Correction of={c} /></p>
                {c.working.length > 0 && <details><summary>{t.working}</summary>{c.working.map(w => <p class="note" key={w.text}>{w.text} <Source source={w.source} /></p>)}</details>}
              </li>
            ))}
          </ol>
          {answer.notRead.length > 0 && <details><summary>{t.notRead} ({answer.notRead.length})</summary><ul class="plain">{answer.notRead.map((n, i) => <li key={i}>{t.line} {n.line}: {n.text} <small>{word(n.reason)}</small></li>)}</ul></details>}
          {answer.sentencesWithoutFigures > 0 && <p class="note">{t.noFigures(answer.sentencesWithoutFigures)}</p>}
          {text.length > mostInLink && <p class="note">{t.tooLong}</p>}
          <Share cli="localrig audit guide.md" json={audit.text} />
        </div>
      )}
    </>
  );
}
