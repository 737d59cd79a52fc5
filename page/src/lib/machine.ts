import type { Doctor, RigAnswer } from '../types.ts';
import { isFailure } from '../types.ts';

/** What is known of the machine this page runs on. */
export interface Machine {
  /** Who said so. */
  by: 'server' | 'browser' | 'nobody';
  /** The machine as requests take it; empty where nothing is known. */
  rig: string;
  /** What was found, in words. */
  found: string;
  findings: Doctor['findings'];
}

const nobody: Machine = { by: 'nobody', rig: '', found: '', findings: [] };

/** Asks the server this page came from, where that is LocalRig; else takes what the browser tells of its graphics driver. */
export async function findMachine(): Promise<Machine> {
  return await fromServer() ?? fromBrowser();
}

async function fromServer(): Promise<Machine | undefined> {
  try {
    const health = await fetch(new URL('healthz', document.baseURI), { cache: 'no-store', headers: { accept: 'application/json' } });
    if (!health.ok || (health.headers.get('content-type') ?? '').startsWith('text/html')) return undefined;
    const doctor = await post<Doctor>('doctor');
    if (isFailure(doctor) || !doctor.rig?.hostMemoryBytes) return undefined;
    return { by: 'server', rig: JSON.stringify(await described(doctor)), found: '', findings: doctor.findings };
  } catch {
    return undefined;
  }
}

const post = async <T>(question: string): Promise<T> => {
  const reply = await fetch(new URL(`api/v1/${question}`, document.baseURI), { method: 'POST', cache: 'no-store', headers: { 'content-type': 'application/json' }, body: '{}' });
  return await reply.json() as T;
};

/** The machine as an object that requests take: with catalogue ids and bandwidths where the server tells them. */
async function described(doctor: Doctor): Promise<object> {
  const bare = doctor.rig.devices.map(({ name, backend, model, memoryBytes, usableBytes }) => ({ name, backend, ...(model ? { model } : {}), memoryBytes, ...(usableBytes ? { usableBytes } : {}) }));
  const rig = await post<RigAnswer>('rig').catch(() => undefined);
  if (!rig || isFailure(rig)) return { name: 'this machine', devices: bare, hostMemoryBytes: doctor.rig.hostMemoryBytes };
  const devices = rig.devices.map(({ id, name, backend, memoryBytes, usableBytes, bandwidthBytesPerSecond }, i) => ({ ...(id ? { id } : {}), ...(bare[i]?.model ? { model: bare[i].model } : {}), name, backend, memoryBytes, usableBytes, ...(bandwidthBytesPerSecond ? { bandwidthBytesPerSecond } : {}) }));
  const { memoryBytes, bandwidthBytesPerSecond, processor } = rig.host;
  return { name: 'this machine', devices, hostMemoryBytes: memoryBytes, ...(bandwidthBytesPerSecond ? { hostBandwidthBytesPerSecond: bandwidthBytesPerSecond } : {}), ...(processor ? { processor } : {}) };
}

/** "ANGLE (NVIDIA, NVIDIA GeForce RTX 3090 (0x00002204) Direct3D11 vs_5_0 ps_5_0, D3D11)" names a card; software renderers name none. */
export function cardOf(renderer: string): string {
  const inside = /^ANGLE \(([^,]*), (.*?), [^,]*\)$/.exec(renderer)?.[2] ?? renderer;
  const card = inside.replace(/^ANGLE Metal Renderer: /, '').replace(/^Vulkan [\d.]+ \((.*)\)$/, '$1').replace(/\s*\(.*$/, '').replace(/\s+(Direct3D|OpenGL|vs_).*$/, '').replace(/\/PCIe?\/SSE2$/, '').trim();
  return /swiftshader|llvmpipe|software|basic render|^apple gpu$|^mesa$|^angle$|^webkit/i.test(card) ? '' : card.replace(/^(NVIDIA|AMD|Intel\(R\)|Intel) (?=\w)/i, '');
}

function fromBrowser(): Machine {
  try {
    const gl = document.createElement('canvas').getContext('webgl');
    const named = gl?.getExtension('WEBGL_debug_renderer_info');
    const renderer = gl && named ? String(gl.getParameter(named.UNMASKED_RENDERER_WEBGL)) : '';
    gl?.getExtension('WEBGL_lose_context')?.loseContext();
    const card = cardOf(renderer);
    return card ? { by: 'browser', rig: card, found: renderer, findings: [] } : { ...nobody, found: renderer };
  } catch {
    return nobody;
  }
}

/** Memory as the browser rounds it: 8 stands for 8 GiB or more. */
export function browserMemory(): number | undefined {
  return (navigator as Navigator & { deviceMemory?: number }).deviceMemory;
}

const key = 'localrig-rig';
export const remembered = (): string => { try { return localStorage.getItem(key) ?? ''; } catch { return ''; } };
export const remember = (rig: string): void => { try { if (rig && !rig.startsWith('{')) localStorage.setItem(key, rig); } catch { /* private windows */ } };
