import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSyncExternalStore } from '../lib/store.ts';
import { texts } from '../texts.ts';
import type { Because, DevicePlan, Plan } from '../types.ts';
import { bytes, count } from '../lib/format.ts';

const t = texts.receipt;

/** Where a number comes from, as far as the answer says. */
export interface Receipt { title: string; value: string; exactly?: string; range?: string; definition?: string; because: Because[] }

let shown: Receipt | undefined;
let opener: HTMLElement | undefined;
const listeners = new Set<() => void>();
function show(receipt: Receipt | undefined): void {
  shown = receipt;
  for (const listener of listeners) listener();
}

/** A number that tells, by click or key, where it comes from. */
export function Num({ receipt, children, class: more = '' }: { receipt: Receipt; children: ComponentChildren; class?: string }) {
  return (
    <button type="button" class={`num ${more}`} aria-haspopup="dialog" onClick={event => { opener = event.currentTarget; show(receipt); }}>{children}</button>
  );
}

export const word = (text: string): string => texts.words[text] ?? text.replaceAll('-', ' ');

const mostShown = 48;
function shortAddress(address: string): string {
  const plain = address.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
  return plain.length > mostShown ? `${plain.slice(0, mostShown)}…` : plain;
}

/** A source as it is given, its addresses to click. */
export function Source({ source }: { source: string }) {
  return <>{source.split(/(https?:\/\/[^\s);]+)/).map((part, i) => i % 2 === 1 ? <a key={i} href={part} rel="noreferrer noopener" target="_blank">{shortAddress(part)}</a> : part)}</>;
}

const inputText = (value: number | string): string => typeof value === 'number' ? count(value) : value;

/** The receipt that is open; Escape closes it and gives the focus back. */
export function ReceiptPanel() {
  const receipt = useSyncExternalStore(listener => { listeners.add(listener); return () => listeners.delete(listener); }, () => shown);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => { if (receipt) close.current?.focus(); }, [receipt]);
  const end = (): void => { show(undefined); if (opener?.isConnected) opener.focus(); };
  useEffect(() => {
    const leave = (): void => show(undefined);
    addEventListener('hashchange', leave);
    return () => removeEventListener('hashchange', leave);
  }, []);
  if (!receipt) return null;
  return (
    <div class="receipt" role="dialog" aria-label={`${t.title}: ${receipt.title}`} onKeyDown={event => { if (event.key === 'Escape') end(); }}>
      <header><h2>{receipt.title}</h2><button type="button" class="quiet" ref={close} onClick={end} aria-label={t.close}>✕</button></header>
      <p class="sum">{receipt.value}</p>
      <dl>
        {receipt.exactly && <><dt>{t.exactly}</dt><dd>{receipt.exactly}</dd></>}
        {receipt.range && <><dt>{t.range}</dt><dd>{receipt.range}</dd></>}
        {receipt.definition && <><dt>{t.formula}</dt><dd><Source source={receipt.definition} /></dd></>}
      </dl>
      {receipt.because.map((why, i) => (
        <dl key={i}>
          {why.formula && <><dt>{t.formula}</dt><dd>{why.formula}</dd></>}
          {Object.keys(why.inputs).length > 0 && <><dt>{t.inputs}</dt><dd>{Object.entries(why.inputs).map(([name, value]) => <span class="input" key={name}>{name} = {inputText(value)}</span>)}</dd></>}
          {why.source && <><dt>{t.source}</dt><dd><Source source={why.source} /></dd></>}
          <dt>{t.kind}</dt><dd>{word(why.kind)}</dd>
        </dl>
      ))}
      {!receipt.definition && receipt.because.length === 0 && <p>{t.none}</p>}
    </div>
  );
}

/** The receipt of one part of one device's memory. */
export function partReceipt(plan: Plan, device: DevicePlan, part: string): Receipt {
  const value = device[part as keyof DevicePlan] as number;
  const name = texts.plan.parts[part] ?? { totalBytes: texts.plan.total, usableBytes: texts.plan.usable, headroomBytes: texts.plan.free }[part] ?? part;
  const definition = t.definitions[part];
  return {
    title: `${name}, ${device.name}`, value: bytes(value), exactly: `${count(value)} bytes`,
    ...(part === 'runtimeBytes' ? { range: `${bytes(device.runtimeLowBytes)} – ${bytes(device.runtimeHighBytes)}` } : {}),
    ...(definition ? { definition } : {}),
    because: plan.because.filter(b => b.value === part && (b.inputs['device'] === undefined || b.inputs['device'] === device.name)),
  };
}
