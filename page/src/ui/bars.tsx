import { texts } from '../texts.ts';
import type { DevicePlan, Plan } from '../types.ts';
import { bytes, gib } from '../lib/format.ts';
import { Num, partReceipt } from './receipt.tsx';

const t = texts.plan;
export const parts = ['weightsBytes', 'kvCacheBytes', 'recurrentStateBytes', 'computeBytes', 'outputBytes', 'runtimeBytes'] as const;
const percent = (part: number, whole: number): string => `${Math.max(0, part / whole * 100)}%`;

/** One memory as a stacked bar: its parts, what can be had of it, the margin a comfortable plan leaves free. */
function Bar({ plan, device }: { plan: Plan; device: DevicePlan }) {
  const scale = Math.max(device.usableBytes, device.totalBytes);
  const margin = Math.max(0, device.usableBytes - plan.placement.marginBytes);
  const over = device.headroomBytes < 0;
  const label = `${device.name}: ${bytes(device.totalBytes)} ${t.of} ${bytes(device.usableBytes)}. ${parts.filter(p => device[p] > 0).map(p => `${t.parts[p]} ${bytes(device[p])}`).join(', ')}.`;
  return (
    <div class={`device${over ? ' over' : ''}`}>
      <div class="title">
        <strong>{device.name}</strong> <span class="backend">{device.backend}</span>
        <span class="used"><Num receipt={partReceipt(plan, device, 'totalBytes')}>{gib(device.totalBytes)}</Num> {t.of} {gib(device.usableBytes)} GiB</span>
        <span class={over ? 'lacks' : 'free'}><Num receipt={partReceipt(plan, device, 'headroomBytes')}>{bytes(Math.abs(device.headroomBytes))}</Num> {over ? t.lacking : t.free}</span>
      </div>
      <div class="bar" role="img" aria-label={label}>
        {parts.map(part => device[part] > 0 && <span key={part} class={`seg ${part}`} style={{ width: percent(device[part], scale) }} title={`${t.parts[part]}: ${bytes(device[part])}`} />)}
        {margin < device.usableBytes && margin > 0 && <span class="margin" style={{ left: percent(margin, scale) }} title={t.marginMark(bytes(plan.placement.marginBytes))} />}
        {over && <span class="edge" style={{ left: percent(device.usableBytes, scale) }} />}
      </div>
    </div>
  );
}

/** What is really loaded: where memory lacks to run pipelined, llama.cpp's second try. */
export const loadedOf = (plan: Plan): Plan['devices'] => plan.loaded ?? plan.devices;

/** Every memory of the rig, and a table of the same. */
export function Memory({ plan, table = true }: { plan: Plan; table?: boolean }) {
  const devices = loadedOf(plan);
  const present = parts.filter(p => devices.some(d => d[p] > 0));
  return (
    <div class="memory">
      <div class="bars">{devices.map(d => <Bar key={d.name} plan={plan} device={d} />)}</div>
      {table && <div class="scroll" tabIndex={0} role="group" aria-label={t.memory}>
        <table class="partsTable">
          <thead><tr><th scope="col">{t.part}</th>{devices.map(d => <th key={d.name} scope="col" class="n">{d.name}</th>)}</tr></thead>
          <tbody>
            {present.map(part => (
              <tr key={part}>
                <th scope="row"><i class={`swatch ${part}`} aria-hidden="true" />{t.parts[part]}</th>
                {devices.map(d => <td key={d.name} class="n">{d[part] > 0 ? <Num receipt={partReceipt(plan, d, part)}>{bytes(d[part])}</Num> : <span class="none">–</span>}</td>)}
              </tr>
            ))}
            <tr class="sum"><th scope="row">{t.total}</th>{devices.map(d => <td key={d.name} class="n"><Num receipt={partReceipt(plan, d, 'totalBytes')}>{bytes(d.totalBytes)}</Num></td>)}</tr>
            <tr><th scope="row">{t.usable}</th>{devices.map(d => <td key={d.name} class="n"><Num receipt={partReceipt(plan, d, 'usableBytes')}>{bytes(d.usableBytes)}</Num></td>)}</tr>
            <tr><th scope="row">{t.free}</th>{devices.map(d => <td key={d.name} class={d.headroomBytes < 0 ? 'n lack' : 'n'}><Num receipt={partReceipt(plan, d, 'headroomBytes')}>{bytes(d.headroomBytes)}</Num></td>)}</tr>
          </tbody>
        </table>
      </div>}
    </div>
  );
}
