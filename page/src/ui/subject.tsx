import { useRef } from 'preact/hooks';
import { texts } from '../texts.ts';
import { change, useRoute } from '../lib/route.ts';
import { recipes, useCatalog } from '../lib/catalog.ts';
import { open, useFiles } from '../lib/files.ts';
import { useAnswer } from '../lib/answer.ts';
import { remember } from '../lib/machine.ts';
import type { RigAnswer } from '../types.ts';
import { bandwidth, bytes } from '../lib/format.ts';
import { Choice, Entry, Field, Problem } from './bits.tsx';

const t = texts.subject;

/** Names to complete while typing. */
export function Names() {
  const { models, devices } = useCatalog();
  const files = useFiles();
  return (
    <>
      <datalist id="models">{files.names.map(n => <option key={n} value={n} />)}{models.map(m => <option key={m.id} value={m.id} />)}</datalist>
      <datalist id="devices">{devices.map(d => <option key={d.id} value={d.id} />)}</datalist>
    </>
  );
}

interface SpelledRig { name?: string; devices?: { id?: string; name?: string; model?: string }[]; hostMemoryBytes?: number }

/** A machine in a field: its words, or what a spelled-out one holds in words that would be understood too. */
export function rigName(rig: string): string {
  if (!rig.startsWith('{')) return rig;
  try {
    const { devices = [], hostMemoryBytes = 0 } = JSON.parse(rig) as SpelledRig;
    return [...(devices.length > 0 ? devices.map(d => d.id ?? d.model ?? d.name ?? '') : ['none']), bytes(hostMemoryBytes).replace(' ', '')].join(' + ');
  } catch {
    return rig;
  }
}

/** How the words for a machine were understood. */
export function RigRead({ rig, host = true }: { rig: string; host?: boolean }) {
  const answer = useAnswer<RigAnswer>('rig', rig && !rig.startsWith('{') ? { words: rig } : null, 'read');
  if (answer.failure) return <Problem error={answer.failure} />;
  const read = answer.answer;
  if (!read || !rig || rig.startsWith('{')) return null;
  return (
    <p class="read" aria-live="polite">
      {t.reads} <strong>{read.rig}</strong>:{' '}
      {read.devices.length === 0 ? texts.machine.noDevices : Object.entries(Object.groupBy(read.devices, d => `${d.id ?? d.name} ${d.usableBytes}`)).map(([key, same], i) => {
        const one = same![0]!;
        return <span key={key}>{i > 0 ? ', ' : ''}{same!.length > 1 ? `${same!.length} × ` : ''}{one.id ?? one.name}, {bytes(one.usableBytes)}{one.bandwidthBytesPerSecond ? `, ${bandwidth(one.bandwidthBytesPerSecond)}` : <>, <span class="unknown">{texts.machine.unknownBandwidth}</span></>}</span>;
      })}
      {(host || !read.host.assumed) && <>{' · '}{bytes(read.host.memoryBytes)} {texts.machine.host}{read.host.bandwidthBytesPerSecond ? `, ${bandwidth(read.host.bandwidthBytesPerSecond)}` : ''}{read.host.assumed && read.notices.length === 0 && <> <mark>{texts.machine.assumed}</mark></>}
      {read.notices.map(n => <span class="notice" key={n}>. {n.replace(/\.$/, '')}</span>)}</>}
    </p>
  );
}

/** What is asked, on every place that plans: model, quantization, machine. */
export function Subject({ quant = true, rig = true, model = true, host = true }: { quant?: boolean; rig?: boolean; model?: boolean; host?: boolean }) {
  const { params } = useRoute();
  const files = useFiles();
  const chooser = useRef<HTMLInputElement>(null);
  const isFile = files.names.includes(params['model'] ?? '');
  return (
    <form class="subject" aria-label={t.label} onSubmit={event => event.preventDefault()}>
      <div class="fields">
        {model && <Field label={t.model} wide><Entry list="models" value={params['model'] ?? ''} placeholder="Qwen3.5-27B" onValue={v => change({ model: v, ...(files.names.includes(v) ? { quant: '' } : {}) })} /></Field>}
        {quant && !isFile && <Field label={t.quant}><Choice value={params['quant'] ?? ''} options={[['', t.quantAuto], ...[...new Set([...recipes, ...(params['quant'] ? [params['quant']] : [])])]]} onValue={v => change({ quant: v })} /></Field>}
        {rig && <Field label={t.machine} wide><Entry list="devices" value={rigName(params['rig'] ?? '')} placeholder={t.machinePlace} onValue={v => { remember(v); change({ rig: v }); }} /></Field>}
      </div>
      {model && <p class="drop">
        <button type="button" class="link" onClick={() => chooser.current?.click()}>{t.choose}</button>, {t.drop}
        <input ref={chooser} type="file" accept=".gguf" multiple hidden onChange={event => void open(event.currentTarget.files ?? [])} />
      </p>}
      {files.saying && <p class={files.wrong ? 'problem' : 'read'} role="status">{files.saying}</p>}
      {rig && <RigRead rig={params['rig'] ?? ''} host={host} />}
    </form>
  );
}
