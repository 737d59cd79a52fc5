import { texts } from '../texts.ts';
import { short, tokens } from '../lib/format.ts';

const step = 256; // llama.cpp pads contexts to this
const places = 1000;
const stop = 4; // a stop is 2 % more context where 256k are trained: few enough that all are worked out within seconds
const least = 1024;

const toPlace = (context: number, most: number): number => Math.round(Math.log2(Math.max(least, context) / least) / Math.log2(most / least) * places);
const toContext = (place: number, most: number): number => place >= places ? most : Math.max(step, Math.round(least * 2 ** (Math.log2(most / least) * place / places) / step) * step);

/** Where a place on the slider is; one key press moves by the engine's step at least. */
function moved(place: number, from: number, most: number): number {
  const to = toContext(place, most);
  const way = Math.sign(place - toPlace(from, most));
  return to === from && way !== 0 ? Math.min(most, Math.max(step, from + way * step)) : to;
}

/** How far apart two contexts are on the slider. */
export const placesBetween = (from: number, to: number, most: number): number => toPlace(to, most) - toPlace(from, most);

/** Contexts a slider may be moved to next: as far again as it was moved last, then the nearest first, three that way for each of the other. */
export function* contextsAround(context: number, most: number, lastMove: number): Generator<number, void> {
  const here = Math.round(toPlace(context, most) / stop) * stop;
  const at = (place: number): number => moved(Math.min(places, Math.max(0, place)), context, most);
  if (lastMove !== 0) yield at(here + Math.round(lastMove / stop) * stop);
  const [towards, other] = lastMove < 0 ? [-stop, stop] : [stop, -stop];
  const forOneOfTheOther = lastMove === 0 ? 1 : 3;
  for (let n = 1; n <= forOneOfTheOther * places / stop; n++) {
    yield at(here + n * towards);
    if (n % forOneOfTheOther === 0) yield at(here + n / forOneOfTheOther * other);
  }
}

/** How long the slider is: what the model was trained for, or what is asked. */
export const sliderEnd = (value: number, most: number): number => Math.max(most, value, least * 2);

/** A slider over contexts, each doubling as wide as the next, with a mark at the largest that fits. */
export function ContextSlider({ value, most, fits, onValue, label }: { value: number; most: number; fits?: number | undefined; onValue: (context: number) => void; label: string }) {
  const top = sliderEnd(value, most);
  const ticks: number[] = [];
  for (let c = least * 4; c < top; c *= 4) ticks.push(c);
  return (
    <div class="slider">
      <input type="range" min={0} max={places} step={stop} value={toPlace(value, top)} aria-label={label} aria-valuetext={`${tokens(value)} ${texts.plan.tokens}`} onInput={event => onValue(moved(Number(event.currentTarget.value), value, top))} />
      <div class="scale" aria-hidden="true">
        {ticks.map(c => <span key={c} class="tick" style={{ left: `${toPlace(c, top) / places * 100}%` }}>{short(c)}</span>)}
        {fits !== undefined && fits >= least && fits < top && <span class="fits" style={{ left: `${toPlace(fits, top) / places * 100}%` }} />}
      </div>
    </div>
  );
}
