import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { texts } from '../texts.ts';
import { address, current, go } from '../lib/route.ts';
import { useCatalog } from '../lib/catalog.ts';
import { bytes, parameters } from '../lib/format.ts';
import { carried } from './app.tsx';

interface Hit { key: string; name: string; kind: string; note: string; act: () => void }
const most = 12;
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9.]+/g, '');

/** One field that finds models, devices and places. */
export function Search({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { models, devices } = useCatalog();
  useLayoutEffect(() => { dialog.current?.showModal(); }, []);
  const all = useMemo<Hit[]>(() => {
    const { place, params } = current();
    const here = carried(params);
    return [
      ...Object.entries(texts.places).map(([id, p]) => ({ key: `p${id}`, name: p.name, kind: texts.search.place, note: p.title, act: () => go(id, here) })),
      ...models.map(m => ({ key: `m${m.id}`, name: m.id, kind: texts.search.model, note: parameters(m.parameters), act: () => go(place === 'start' || !(place in texts.places) ? 'plan' : place, { ...here, model: m.id, quant: '' }) })),
      ...devices.map(d => ({ key: `d${d.id}`, name: d.id, kind: texts.search.device, note: bytes(d.memoryBytes), act: () => go(place, { ...here, rig: d.id }) })),
    ];
  }, [models, devices]);
  const wanted = plain(text);
  const hits = all.map(hit => ({ hit, where: plain(hit.name).indexOf(wanted) })).filter(h => h.where >= 0)
    .sort((a, b) => a.where - b.where || a.hit.name.length - b.hit.name.length).slice(0, wanted ? most : Object.keys(texts.places).length).map(h => h.hit);
  const take = (hit: Hit | undefined): void => { if (hit) { onClose(); hit.act(); } };
  // Names are known a moment after the page is seen: what is entered before is taken once they are.
  const naming = models.length === 0;
  const [entered, setEntered] = useState(false);
  useEffect(() => { if (entered && !naming) { setEntered(false); take(hits[at]); } }, [entered, naming]);
  return (
    <dialog ref={dialog} class="search" aria-label={texts.search.label} onClose={onClose} onClick={event => { if (event.target === dialog.current) onClose(); }}>
      <input autofocus type="text" role="combobox" aria-expanded="true" aria-controls="hits" aria-activedescendant={hits[at] ? `hit${at}` : undefined} aria-label={texts.search.label} placeholder={texts.search.label} value={text} spellcheck={false} autocomplete="off"
        onInput={event => { setText(event.currentTarget.value); setAt(0); setEntered(false); }}
        onKeyDown={event => {
          if (event.key === 'ArrowDown') { event.preventDefault(); setAt(Math.min(at + 1, hits.length - 1)); }
          if (event.key === 'ArrowUp') { event.preventDefault(); setAt(Math.max(at - 1, 0)); }
          if (event.key === 'Enter') { event.preventDefault(); if (naming && hits.length === 0) setEntered(true); else take(hits[at]); }
        }} />
      <ul id="hits" role="listbox" aria-label={texts.search.label}>
        {hits.map((hit, i) => <li key={hit.key} id={`hit${i}`} role="option" aria-selected={i === at} onMouseMove={() => setAt(i)} onClick={() => take(hit)}><span>{hit.name}</span><small>{hit.note}</small><small class="kind">{hit.kind}</small></li>)}
      </ul>
      {hits.length === 0 && <p role="status">{naming ? texts.search.naming : texts.search.none}</p>}
      <p class="hint">{texts.search.hint}</p>
    </dialog>
  );
}

export const planLink = (params: Record<string, string>): string => address('plan', params);
