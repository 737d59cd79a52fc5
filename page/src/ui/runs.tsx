import { texts } from '../texts.ts';
import { address } from '../lib/route.ts';
import type { RunLine } from '../types.ts';
import { Speed } from './bits.tsx';

/** Models a machine runs, one a line. */
export function Runs({ lines, rig, most = 3 }: { lines: RunLine[]; rig: string; most?: number }) {
  if (lines.length === 0) return <span class="none">–</span>;
  return <ul class="runs">{lines.slice(0, most).map(l => <li key={l.model + l.quantization}><a href={address('plan', { model: l.model, quant: l.quantization, rig })}>{l.model}</a> <small>{l.quantization}, <Speed of={l.throughput} /> {texts.misc.unit}</small></li>)}</ul>;
}
