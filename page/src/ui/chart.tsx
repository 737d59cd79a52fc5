// Charts by hand: a frame with two axes, and marks inside. Small enough to need no library, and every mark is an element that screen readers, print and copying see.
import type { ComponentChildren } from 'preact';
import { useSyncExternalStore } from '../lib/store.ts';

export interface Axis { to: (value: number) => number; ticks: { at: number; text: string }[]; label: string }

const wide = 720;
const slim = 340;
const slimScreen = matchMedia('(max-width: 40rem)');

/** A chart's width in its own units: drawn smaller on a narrow screen rather than shrunk, so that its letters stay as large as the page's. */
export function useChartWidth(): number {
  return useSyncExternalStore(listener => { slimScreen.addEventListener('change', listener); return () => slimScreen.removeEventListener('change', listener); }, () => slimScreen.matches) ? slim : wide;
}

const left = 56;
const right = 16;
const top = 14;
const bottom = 40;

/** A scale with round ticks. */
export function linear(low: number, high: number, from: number, to: number): (value: number) => number {
  return value => from + (value - low) / (high - low || 1) * (to - from);
}

export const logarithmic = (low: number, high: number, from: number, to: number): (value: number) => number => {
  const scale = linear(Math.log2(low), Math.log2(high), from, to);
  return value => scale(Math.log2(value));
};

/** Round steps from zero, or from a round number below. */
export function rounds(low: number, high: number, about = 5): number[] {
  const raw = (high - low) / about || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(s => s * power).find(s => s >= raw) ?? raw;
  const ticks: number[] = [];
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-9; v += step) ticks.push(Number(v.toPrecision(12)));
  return ticks;
}

export const inner = (width: number, height: number) => ({ left, right: width - right, top, bottom: height - bottom });

/** A chart's frame: a horizontal rule per tick, words on both axes. */
export function Chart({ width, height, x, y, label, children }: { width: number; height: number; x: Axis; y: Axis; label: string; children: ComponentChildren }) {
  const box = inner(width, height);
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {y.ticks.map(t => <g key={t.at}><line class="grid" x1={box.left} x2={box.right} y1={y.to(t.at)} y2={y.to(t.at)} /><text class="tick" x={box.left - 8} y={y.to(t.at) + 4} text-anchor="end">{t.text}</text></g>)}
      {x.ticks.map(t => <text key={t.at} class="tick" x={x.to(t.at)} y={box.bottom + 17} text-anchor="middle">{t.text}</text>)}
      <line class="axis" x1={box.left} x2={box.right} y1={box.bottom} y2={box.bottom} />
      <text class="label" x={box.right} y={height - 5} text-anchor="end">{x.label}</text>
      <text class="label" x={0} y={10}>{y.label}</text>
      {children}
    </svg>
  );
}

export const path = (points: [number, number][]): string => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
export const band = (above: [number, number][], below: [number, number][]): string => `${path(above)}L${[...below].reverse().map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
