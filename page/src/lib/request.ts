import type { Params } from './route.ts';

/** Fields of a plan's request that the page lets people set, and the options of the program that mean the same. */
export const planOptions: Record<string, string> = {
  quant: '--quant', rig: '--rig', ctx: '-c', parallel: '-np', batch: '-b', ubatch: '-ub', cacheTypeK: '-ctk', cacheTypeV: '-ctv', flashAttention: '-fa',
  gpuLayers: '-ngl', nCpuMoe: '-ncmoe', splitMode: '-sm', tensorSplit: '-ts', margin: '--margin', depth: '--depth', promptTokens: '--prompt-tokens', fileBytes: '--file-bytes', backend: '--backend',
  specType: '--spec-type', draftModel: '-md', specDraftNMax: '--spec-draft-n-max', mmproj: '--mmproj',
};
const flags: Record<string, { on?: string; off?: string }> = { kvOffload: { off: '-nkvo' }, kvUnified: { on: '-kvu' }, swaFull: { on: '--swa-full' }, mmap: { off: '--no-mmap' }, mtp: { on: '--mtp' } };

const isWhole = (text: string): boolean => /^\d+$/.test(text);

/** A machine as requests take it: words, or the object this machine was found to be. */
export function rigOf(text: string): string | object {
  if (!text.startsWith('{')) return text;
  try { return JSON.parse(text) as object; } catch { return text; }
}

/** The request of a plan, and of all questions made of plans. */
export function planRequest(params: Params): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  for (const name of ['model', ...Object.keys(planOptions)]) {
    const value = params[name];
    if (value) request[name] = name === 'rig' ? rigOf(value) : isWhole(value) ? Number(value) : value;
  }
  for (const name of Object.keys(flags)) {
    if (params[name] === 'true' || params[name] === 'false') request[name] = params[name] === 'true';
  }
  return request;
}

const quoted = (text: string): string => /^[\w.@:/+-]+$/.test(text) ? text : `"${text.replace(/(["\\$`])/g, '\\$1')}"`;

/** The options of a command line that say what a request says. */
function optionsOf(request: Record<string, unknown>, options: Record<string, string>): string[] {
  const words: string[] = [];
  for (const [name, option] of Object.entries(options)) {
    const value = request[name];
    if (value === undefined || typeof value === 'object') continue;
    words.push(option, quoted(String(value)));
  }
  for (const [name, flag] of Object.entries(flags)) {
    if (request[name] === true && flag.on) words.push(flag.on);
    if (request[name] === false && flag.off) words.push(flag.off);
  }
  return words;
}

/** The command that answers the same on a terminal. */
export function commandLine(question: string, place: string[], request: Record<string, unknown>, options: Record<string, string> = planOptions): string {
  return ['localrig', question, ...place.map(quoted), ...optionsOf(request, options)].join(' ');
}
