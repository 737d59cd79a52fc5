import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../texts.ts';
import type { Failure, Rate, Throughput } from '../types.ts';
import type { Answer } from '../lib/answer.ts';
import { useEngine } from '../lib/answer.ts';
import { engine } from '../engine/ask.ts';
import { save } from '../lib/picture.ts';
import { figure, range, tokens } from '../lib/format.ts';
import { Num, word, type Receipt } from './receipt.tsx';

/** A verdict as a word with a mark, never by colour alone. */
export function VerdictWord({ verdict, large = false }: { verdict: string; large?: boolean }) {
  return <span class={`verdict ${verdict}${large ? ' large' : ''}`} title={texts.verdictMeaning[verdict]}><i aria-hidden="true" />{texts.verdicts[verdict] ?? verdict}</span>;
}

export function Problem({ error }: { error: Failure['error'] }) {
  return <div class="problem" role="alert"><p>{error.message}</p>{error.hint && <p class="hint">{error.hint}</p>}</div>;
}

/** What stands where an answer will: that the engine loads, that it works, or why there is none. */
export function Pending<T>({ of, what = texts.engine.working }: { of: Answer<T>; what?: string }) {
  const state = useEngine();
  if (state.failed) {
    return <div class="problem" role="alert"><p>{texts.engine.failed} {state.failed}</p><p class="hint">{texts.engine.unsupported}</p><button type="button" onClick={() => { engine.start(); location.reload(); }}>{texts.engine.again}</button></div>;
  }
  if (of.failure) return <Problem error={of.failure} />;
  if (of.answer !== undefined && !of.waiting) return null;
  return of.waiting ? <p class={`wait${of.answer === undefined ? '' : ' over'}`} role="status">{state.ready ? what : texts.engine.loading}</p> : null;
}

/** Something to copy: text, or a picture, which is saved where pictures can't be copied. */
export function CopyButton({ text, label = texts.share.copy }: { text: () => string | Promise<Blob>; label?: string }) {
  const [said, say] = useState('');
  const copy = async (): Promise<void> => {
    const what = text();
    try {
      if (typeof what === 'string') await navigator.clipboard.writeText(what);
      else await navigator.clipboard.write([new ClipboardItem({ 'image/png': what })]);
      say(texts.share.copied);
    } catch {
      const image = typeof what === 'string' ? undefined : await what.catch(() => undefined);
      if (image) save(image, 'localrig.png');
      say(image ? texts.share.saved : texts.share.fail);
    }
    setTimeout(() => say(''), 2000);
  };
  return <button type="button" class="copy" onClick={() => void copy()}><span aria-live="polite">{said || label}</span></button>;
}

export function Command({ line, label }: { line: string; label?: string }) {
  return <div class="command"><pre tabIndex={0} aria-label={label ?? texts.plan.command}><code>{line}</code></pre><CopyButton text={() => line} /></div>;
}

export function rateReceipt(title: string, rate: Rate, definition: string): Receipt {
  return {
    title, value: `${range(rate.low, rate.high)} ${texts.misc.unit}`, definition: `${definition} ${texts.plan.interval}`, because: [],
    exactly: `${texts.plan.likely} ${rate.tokensPerSecond} ${texts.misc.unit}; ${rate.low} – ${rate.high}; ${texts.plan.ceiling} ${rate.ceiling}; ${texts.plan.bound} ${word(rate.boundBy)}; ${texts.plan.basis.toLowerCase()}: ${word(rate.basis)}`,
  };
}

/** "29–39" with its receipt; unknown is said. */
export function RateRange({ rate, title, definition, unit = false }: { rate: Rate | undefined; title: string; definition: string; unit?: boolean }) {
  if (!rate || typeof rate.low !== 'number') return <span class="unknown">{texts.misc.unknown}</span>;
  return <Num receipt={rateReceipt(title, rate, texts.receipt.definitions[definition]!)}>{range(rate.low, rate.high)}{unit ? ` ${texts.misc.unit}` : ''}</Num>;
}

/** The speed of an answer. */
export const Speed = ({ of, unit = false }: { of: Throughput | undefined; unit?: boolean }) => <RateRange rate={of?.decode} title={texts.plan.decode} definition="decode" unit={unit} />;

export const likely = (rate: Rate): string => `${texts.plan.likely} ${figure(rate.tokensPerSecond)}, ${texts.plan.atMost} ${figure(rate.ceiling)}`;

export const Tokens = ({ n }: { n: number }) => n > 0 ? <>{tokens(n)}</> : <span class="unknown">–</span>;

/** A table. On a narrow screen each row becomes a list of its cells under their heads (`stacks`), or the table scrolls by itself, never the page. */
export function Table({ label, head, children, class: more = 'stacks' }: { label: string; head: (string | { text: string; number?: boolean })[]; children: ComponentChildren; class?: string }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useLayoutEffect(() => {
    for (const row of body.current?.rows ?? []) for (const [i, cell] of [...row.cells].entries()) { const h = head[i]; if (h) cell.dataset['head'] = typeof h === 'string' ? h : h.text; }
  });
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={label}>
      <table class={more}>
        <thead><tr>{head.map((h, i) => typeof h === 'string' ? <th key={i} scope="col">{h}</th> : <th key={i} scope="col" class={h.number ? 'n' : ''}>{h.text}</th>)}</tr></thead>
        <tbody ref={body}>{children}</tbody>
      </table>
    </div>
  );
}

/** What most readers don't need, folded away under its number. */
export function Rest({ count, children }: { count: number; children: ComponentChildren }) {
  return count > 0 ? <details><summary>{texts.misc.rest(count)}</summary>{children}</details> : null;
}

/** A field with its label. */
export function Field({ label, children, wide = false }: { label: string; children: ComponentChildren; wide?: boolean }) {
  return <label class={`field${wide ? ' wide' : ''}`}><span>{label}</span>{children}</label>;
}

/** A text field that tells its value when it is left or Enter is pressed, not at each letter. */
export function Entry({ value, onValue, ...more }: { value: string; onValue: (value: string) => void; list?: string; placeholder?: string; id?: string; inputMode?: 'numeric' | 'decimal'; size?: number; class?: string; 'aria-label'?: string }) {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const commit = (text: string): void => { setDraft(undefined); if (text.trim() !== value) onValue(text.trim()); };
  return (
    <input type="text" spellcheck={false} autocomplete="off" {...more} value={draft ?? value} onInput={event => setDraft(event.currentTarget.value)}
      onChange={event => commit(event.currentTarget.value)} onKeyDown={event => { if (event.key === 'Enter') commit(event.currentTarget.value); }} />
  );
}

export function Choice({ value, options, onValue, ...more }: { value: string; options: (string | [string, string])[]; onValue: (value: string) => void; 'aria-label'?: string }) {
  return (
    <select {...more} value={value} onChange={event => onValue(event.currentTarget.value)}>
      {options.map(o => typeof o === 'string' ? <option key={o} value={o}>{o}</option> : <option key={o[0]} value={o[0]}>{o[1]}</option>)}
    </select>
  );
}
