import { texts } from '../texts.ts';
import { short, tokens } from '../lib/format.ts';

const step = 256; // llama.cpp pads contexts to this
const places = 1000;
const least = 1024;

const toPlace = (context: number, most: number): number => Math.round(Math.log2(Math.max(least, context) / least) / Math.log2(most / least) * places);
const toContext = (place: number, most: number): number => place >= places ? most : Math.max(step, Math.round(least * 2 ** (Math.log2(most / least) * place / places) / step) * step);

/** Where a place on the slider is; one key press moves by the engine's step at least. */
function moved(place: number, from: number, most: number): number {
  const to = toContext(place, most);
  const way = Math.sign(place - toPlace(from, most));
  return to === from && way !== 0 ? Math.min(most, Math.max(step, from + way * step)) : to;
}

/** A slider over contexts, each doubling as wide as the next, with a mark at the largest that fits. */
export function ContextSlider({ value, most, fits, onValue, label }: { value: number; most: number; fits?: number | undefined; onValue: (context: number) => void; label: string }) {
  const top = Math.max(most, value, least * 2);
  const ticks: number[] = [];
  for (let c = least * 4; c < top; c *= 4) ticks.push(c);
  return (
    <div class="slider">
      <input type="range" min={0} max={places} step={1} value={toPlace(value, top)} aria-label={label} aria-valuetext={`${tokens(value)} ${texts.plan.tokens}`} onInput={event => onValue(moved(Number(event.currentTarget.value), value, top))} />
      <div class="scale" aria-hidden="true">
        {ticks.map(c => <span key={c} class="tick" style={{ left: `${toPlace(c, top) / places * 100}%` }}>{short(c)}</span>)}
        {fits !== undefined && fits >= least && fits < top && <span class="fits" style={{ left: `${toPlace(fits, top) / places * 100}%` }} />}
      </div>
    </div>
  );
}
