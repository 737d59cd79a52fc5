/** What the page says to a worker. */
export type ToWorker =
  | { kind: 'boot'; framework: string }
  | { kind: 'ask'; id: number; question: string; request: string }
  | { kind: 'hand'; id: number; name: string; bytes: Uint8Array; fileBytes: number };

/** What a worker says to the page. */
export type FromWorker =
  | { kind: 'ready'; tookMs: number }
  | { kind: 'answer'; id: number; answer: string; tookMs: number }
  | { kind: 'failed'; id: number; reason: string };
