import type { FromWorker, ToWorker } from './messages.ts';

/** Asked for again before it was answered: nobody waits for it any more. */
export class Superseded extends Error {}

// A worker can't be interrupted, only ended; what is done sooner than a new one starts is let end by itself.
const patienceMs = 400;

interface Job { id: number; key: string; message: ToWorker; resolve(answer: string): void; reject(why: Error): void }

/** One worker and those who wait for it. A newer asking under the same key takes the older one's place; a long answer nobody waits for ends its worker. */
export class Lane {
  private worker: Worker | undefined;
  private ready = false;
  private queue: Job[] = [];
  private current: Job | undefined;
  private next = 1;
  private readonly handed = new Map<string, { bytes: Uint8Array; fileBytes: number }>();

  constructor(private readonly stopsLongAnswers: boolean, private readonly told: (event: { ready?: number; failed?: string }) => void, private readonly rested: () => void) {}

  /** Started, and nobody waits for it. */
  get isIdle(): boolean { return this.ready && !this.isBusy; }

  get isStarted(): boolean { return this.worker !== undefined; }

  get isBusy(): boolean { return this.current !== undefined || this.queue.length > 0; }

  start(): void {
    if (this.worker) return;
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.worker.onmessage = (event: MessageEvent<FromWorker>) => this.heard(event.data);
    this.worker.onerror = event => this.broke(event.message || 'The engine could not be loaded.');
    this.worker.postMessage({ kind: 'boot', framework: new URL('_framework/dotnet.js', document.baseURI).href } satisfies ToWorker);
    for (const [name, file] of this.handed) this.queue.unshift(this.job('', { kind: 'hand', id: this.next++, name, ...file }, () => {}, () => {}));
  }

  ask(question: string, request: string, key: string): Promise<string> {
    return this.wait(key, id => ({ kind: 'ask', id, question, request }));
  }

  async hand(name: string, bytes: Uint8Array, fileBytes: number): Promise<string> {
    const said = await this.wait('', id => ({ kind: 'hand', id, name, bytes, fileBytes }));
    if (said === '') this.handed.set(name, { bytes, fileBytes });
    return said;
  }

  /** Nobody waits for what was asked under a key. */
  drop(key: string): void {
    for (const job of this.queue.filter(j => j.key === key)) job.reject(new Superseded());
    this.queue = this.queue.filter(j => j.key !== key);
    const running = this.current;
    if (running?.key !== key || !this.stopsLongAnswers) return;
    setTimeout(() => {
      if (this.current !== running || !this.ready) return;
      running.reject(new Superseded());
      this.restart();
    }, patienceMs);
  }

  private wait(key: string, make: (id: number) => ToWorker): Promise<string> {
    this.start();
    if (key) this.drop(key);
    return new Promise((resolve, reject) => {
      const job = this.job(key, make(this.next++), resolve, reject);
      const later = this.queue.findIndex(j => j.message.kind === 'ask' && j.message.question !== 'plan');
      const urgent = job.message.kind !== 'ask' || job.message.question === 'plan'; // what somebody looks at, before names to complete
      this.queue.splice(urgent && later >= 0 ? later : this.queue.length, 0, job);
      this.pump();
    });
  }

  private job(key: string, message: ToWorker, resolve: (answer: string) => void, reject: (why: Error) => void): Job {
    return { id: 'id' in message ? message.id : 0, key, message, resolve, reject };
  }

  private pump(): void {
    if (!this.ready || this.current) return;
    this.current = this.queue.shift();
    if (this.current) this.worker!.postMessage(this.current.message);
    else setTimeout(this.rested, 0); // whoever hears the answer may ask first
  }

  private heard(message: FromWorker): void {
    if (message.kind === 'ready') {
      this.ready = true;
      this.told({ ready: message.tookMs });
    } else if (message.kind === 'failed' && message.id < 0) {
      this.broke(message.reason);
      return;
    } else if (this.current?.id === message.id) {
      const done = this.current;
      this.current = undefined;
      if (message.kind === 'answer') done.resolve(message.answer);
      else done.reject(new Error(message.reason));
    }
    this.pump();
  }

  private broke(reason: string): void {
    const waiting = [...(this.current ? [this.current] : []), ...this.queue];
    this.current = undefined;
    this.queue = [];
    this.worker?.terminate();
    this.worker = undefined;
    this.ready = false;
    for (const job of waiting) job.reject(new Error(reason));
    this.told({ failed: reason });
  }

  private restart(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.current = undefined;
    this.ready = false;
    this.start();
  }
}
