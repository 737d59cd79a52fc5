// The core in a worker: it boots the WebAssembly module once and answers one question after another. Nothing here touches the page.
import type { FromWorker, ToWorker } from './messages.ts';

interface Exports { LocalRig: { Browser: { Entry: { Ask(question: string, request: string): Promise<string>; Hand(name: string, bytes: Uint8Array, fileBytes: number): string } } } }
interface Dotnet { dotnet: { withDiagnosticTracing(on: boolean): { create(): Promise<{ getAssemblyExports(name: string): Promise<Exports>; getConfig(): { mainAssemblyName: string } }> } } }

const scope = self as unknown as DedicatedWorkerGlobalScope;
const say = (message: FromWorker): void => scope.postMessage(message);
let entry: Promise<Exports['LocalRig']['Browser']['Entry']> | undefined;

// The runtime takes a worker for one of its own threads unless it is told that it is the whole of it.
(globalThis as { dotnetSidecar?: boolean }).dotnetSidecar = true;

async function boot(framework: string): Promise<Exports['LocalRig']['Browser']['Entry']> {
  const { dotnet } = await import(/* @vite-ignore */ framework) as Dotnet;
  const runtime = await dotnet.withDiagnosticTracing(false).create();
  return (await runtime.getAssemblyExports(runtime.getConfig().mainAssemblyName)).LocalRig.Browser.Entry;
}

scope.onmessage = async (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  try {
    if (message.kind === 'boot') {
      const before = performance.now();
      entry = boot(message.framework);
      await entry;
      say({ kind: 'ready', tookMs: performance.now() - before });
      return;
    }

    const ready = await entry!;
    const before = performance.now();
    const answer = message.kind === 'ask' ? await ready.Ask(message.question, message.request) : ready.Hand(message.name, message.bytes, message.fileBytes);
    say({ kind: 'answer', id: message.id, answer, tookMs: performance.now() - before });
  } catch (failed) {
    say({ kind: 'failed', id: 'id' in message ? message.id : -1, reason: failed instanceof Error ? failed.message : String(failed) });
  }
};
