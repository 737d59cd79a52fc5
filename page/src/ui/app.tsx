import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../texts.ts';
import { address, useRoute, type Params } from '../lib/route.ts';
import { open, useFiles } from '../lib/files.ts';
import { search, useSearching } from '../lib/searching.ts';
import { nextTheme, theme } from '../lib/theme.ts';
import { Names } from './subject.tsx';
import { ReceiptPanel } from './receipt.tsx';
import { Search } from './search.tsx';
import { Start } from '../places/start.tsx';
import { PlanPlace } from '../places/plan.tsx';
import { more } from '../places/more.ts';

const places: Record<string, ComponentType> = { start: Start, plan: PlanPlace, ...more };

/** What goes along from place to place: the model, the machine, and how it is run. */
const kept = ['model', 'quant', 'rig', 'ctx', 'cacheTypeK', 'cacheTypeV', 'parallel', 'ubatch', 'gpuLayers', 'nCpuMoe', 'splitMode', 'tensorSplit', 'flashAttention', 'kvOffload'];
export const carried = (params: Params): Params => Object.fromEntries(Object.entries(params).filter(([name]) => kept.includes(name)));

function Nav({ onGo }: { onGo?: () => void }) {
  const route = useRoute();
  return (
    <nav aria-label={texts.nav.label}>
      {texts.nav.groups.map(group => (
        <div key={group.name}>
          <h2>{group.name}</h2>
          <ul>{group.places.map(place => <li key={place}><a href={address(place, carried(route.params))} aria-current={route.place === place ? 'page' : undefined} onClick={onGo}>{texts.places[place]!.name}</a></li>)}</ul>
        </div>
      ))}
    </nav>
  );
}

function Header({ onSearch }: { onSearch: () => void }) {
  const route = useRoute();
  const [shown, show] = useState(theme());
  const menu = useRef<HTMLDetailsElement>(null);
  const leave = (): void => { if (menu.current) menu.current.open = false; };
  return (
    <header class="top">
      <a class="skip" href="#main" onClick={event => { event.preventDefault(); document.querySelector<HTMLElement>('main')?.focus(); }}>{texts.nav.skip}</a>
      <a class="mark" href={address('start', carried(route.params))}>LocalRig</a>
      <button type="button" class="find" onClick={onSearch} aria-haspopup="dialog" aria-label={texts.search.label}><span>{texts.search.open}</span><kbd>/</kbd></button>
      <button type="button" class="quiet theme" onClick={() => show(nextTheme())}>{texts.nav.theme[shown]}</button>
      <details class="menu" ref={menu} onKeyDown={event => { if (event.key === 'Escape') leave(); }}><summary>{texts.nav.menu}</summary><div class="drawer"><Nav onGo={leave} /><button type="button" class="quiet" onClick={() => show(nextTheme())}>{texts.nav.theme[shown]}</button></div></details>
    </header>
  );
}

function Lost() {
  return <p><a href="#/">{texts.misc.home}</a></p>;
}

/** Files may be dropped anywhere. */
function useDrop(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const files = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const drag = (event: DragEvent): void => { if (files(event)) { event.preventDefault(); setOver(true); } };
    const leave = (event: DragEvent): void => { if (!event.relatedTarget) setOver(false); };
    const drop = (event: DragEvent): void => {
      if (!files(event)) return;
      event.preventDefault();
      setOver(false);
      void open(event.dataTransfer!.files);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => { removeEventListener('dragover', drag); removeEventListener('dragleave', leave); removeEventListener('drop', drop); };
  }, []);
  return over;
}

export function App() {
  const route = useRoute();
  const searching = useSearching();
  const dropping = useDrop();
  const main = useRef<HTMLElement>(null);
  const files = useFiles();
  const Place = places[route.place] ?? Lost;
  const say = texts.places[route.place] ?? texts.lost;
  useEffect(() => {
    document.title = route.place === 'start' ? texts.shell.title : `${[route.params['model'], say.title].filter(Boolean).join(': ')} – LocalRig`;
  }, [route.place, route.params['model']]);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) { main.current?.focus({ preventScroll: true }); scrollTo(0, 0); }
    first.current = false;
  }, [route.place]);
  return (
    <>
      <Header onSearch={() => search(true)} />
      <div class="frame">
        <div class="side"><Nav /></div>
        <main id="main" tabIndex={-1} ref={main} key={route.place}>
          <h1>{say.title}</h1>
          {say.lede && <p class="lede">{say.lede}</p>}
          <Place />
        </main>
      </div>
      <footer><p>{texts.misc.foot}</p></footer>
      <Names />
      <ReceiptPanel />
      {searching && <Search onClose={() => search(false)} />}
      {dropping && <div class="dropping" role="status">{texts.subject.dropping}</div>}
      <div class="spoken" aria-live="polite">{files.saying}</div>
    </>
  );
}
