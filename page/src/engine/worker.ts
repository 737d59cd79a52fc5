// The core in a worker: it boots the WebAssembly module once and answers one question after another. Nothing here touches the page.
import type { FromWorker, ToWorker } from './messages.ts';

interface Core { Ask(question: string, request: string): Promise<string>; Hand(name: string, bytes: Uint8Array, fileBytes: number): string; TakeLater(): void }
interface Runtime {
  getAssemblyExports(name: string): Promise<{ LocalRig: { Browser: { Entry: Core } } }>;
  getConfig(): { mainAssemblyName: string; resources: { lazyAssembly: { name: string }[] } };
  INTERNAL: { loadLazyAssembly(name: string): Promise<boolean> };
}
interface Builder { withDiagnosticTracing(on: boolean): Builder; withConfig(config: { runtimeOptions: string[] }): Builder; create(): Promise<Runtime> }
interface Dotnet { dotnet: Builder }

const scope = self as unknown as DedicatedWorkerGlobalScope;
const say = (message: FromWorker): void => scope.postMessage(message);
let runtime: Promise<Runtime> | undefined;
let core: Promise<Core> | undefined;
let whole: Promise<unknown> | undefined;

// The runtime takes a worker for one of its own threads unless it is told that it is the whole of it.
(globalThis as { dotnetSidecar?: boolean }).dotnetSidecar = true;

// The runtime translates what it interprets often into small modules. With its own bounds (a few thousand times) it makes 130 of them during the first answer,
// whose compilation takes a fifth to a third of that answer's time; a slider moved for a while is as quick with these.
const translateLate = ['--jiterpreter-minimum-trace-hit-count=100000', '--jiterpreter-jit-call-hit-count=50000', '--jiterpreter-interp-entry-hit-count=50000'];

async function boot(framework: string): Promise<Runtime> {
  const { dotnet } = await import(/* @vite-ignore */ framework) as Dotnet;
  return dotnet.withDiagnosticTracing(false).withConfig({ runtimeOptions: translateLate }).create();
}

const entryOf = async (booted: Runtime): Promise<Core> => (await booted.getAssemblyExports(booted.getConfig().mainAssemblyName)).LocalRig.Browser.Entry;

/** Prices, measurements and what reads guides: they come while the first bars are worked out. */
async function loadRest(booted: Runtime): Promise<void> {
  await Promise.all(booted.getConfig().resources.lazyAssembly.map(a => booted.INTERNAL.loadLazyAssembly(a.name)));
  (await entryOf(booted)).TakeLater();
}

/** Memory alone of a model by its name, without patterns for single tensors, needs nothing of the rest; all else waits for it. */
function needsRest(message: ToWorker): boolean {
  if (message.kind !== 'ask' || message.question !== 'plan') return true;
  const request = JSON.parse(message.request) as Record<string, unknown>;
  return request['memoryOnly'] !== true || Object.keys(request).some(name => !ofMemoryAlone.has(name));
}

let warm = false;

const turn = (): Promise<void> => new Promise(done => setTimeout(done, 0));

/** What the first plan reads first, in turns of its own. A browser starts with quickly compiled code and takes its better version only where a function is entered
 *  anew, and the runtime's interpreter is one function: a single long first answer would run in the slow version to its end. */
async function warmUp(ready: Core, message: ToWorker): Promise<void> {
  warm = true;
  if (message.kind !== 'ask' || message.question !== 'plan') return;
  const { rig } = JSON.parse(message.request) as { rig?: string };
  for (const [question, request] of [['', {}], ['rig', { words: rig }]] as const) {
    await ready.Ask(question, JSON.stringify(request));
    await turn();
  }
}

const ofMemoryAlone = new Set(['memoryOnly', 'model', 'quant', 'rig', 'ctx', 'parallel', 'batch', 'ubatch', 'cacheTypeK', 'cacheTypeV', 'flashAttention', 'gpuLayers', 'nCpuMoe', 'splitMode', 'tensorSplit', 'margin', 'kvOffload', 'kvUnified', 'swaFull', 'mmap']);

scope.onmessage = async (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  try {
    if (message.kind === 'boot') {
      const before = performance.now();
      runtime = boot(message.framework);
      core = runtime.then(entryOf);
      await core;
      say({ kind: 'ready', tookMs: performance.now() - before });
      whole = runtime.then(loadRest);
      whole.catch(() => { /* told to whoever asks for what is missing */ });
      return;
    }

    const ready = await core!;
    if (needsRest(message)) await whole;
    if (!warm) await warmUp(ready, message);
    const before = performance.now();
    const answer = message.kind === 'ask' ? await ready.Ask(message.question, message.request) : ready.Hand(message.name, message.bytes, message.fileBytes);
    say({ kind: 'answer', id: message.id, answer, tookMs: performance.now() - before });
  } catch (failed) {
    say({ kind: 'failed', id: 'id' in message ? message.id : -1, reason: failed instanceof Error ? failed.message : String(failed) });
  }
};
