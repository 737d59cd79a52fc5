// The parts of answers this page shows. Every number in them is the core's; the page only rounds for display.
export interface Failure { error: { code: string; message: string; hint: string; where: string } }
export const isFailure = (answer: unknown): answer is Failure => typeof answer === 'object' && answer !== null && 'error' in answer;

export type Verdict = 'comfortable' | 'tight' | 'spills' | 'unknown' | 'does-not-fit';
export interface Rate { tokensPerSecond: number; low: number; high: number; ceiling: number; boundBy: string; basis: string }
export interface Throughput { decode: Rate; prefill: Rate; timeToFirstTokenSeconds: number; answerMinutes: number; answerTokens: number; drafted?: Rate & { speedup: number; speedupLow: number; speedupHigh: number }; users?: { users: number; depth: number; total: Rate; each: Rate; firstTokenSeconds: number } }
export interface AtMost { high?: number; ceiling?: number; missing?: string }
export interface DevicePlan {
  name: string; backend: string;
  weightsBytes: number; kvCacheBytes: number; recurrentStateBytes: number; computeBytes: number; outputBytes: number;
  runtimeBytes: number; runtimeLowBytes: number; runtimeHighBytes: number;
  totalBytes: number; capacityBytes: number; usableBytes: number; headroomBytes: number;
}
export interface Because { value: string; formula: string; inputs: Record<string, number | string>; source: string; kind: string }
export interface Plan {
  model: { id: string; architecture: string; parameters: number; activeParameters: number; nominal: boolean; notice: string };
  quantization: { name: string; bitsPerWeight: number; tensorBytes: number };
  engine: string;
  workload: { ctx: number; depth: number; promptTokens: number; rig: string; effective: { ctx: number; ctxPerSequence: number; flashAttention: string }; [more: string]: unknown };
  placement: { gpuLayers: number; nCpuMoe: number; tensorSplit: number[]; marginBytes: number };
  devices: DevicePlan[]; loaded?: DevicePlan[];
  totalBytes: number; exactness: string; lowBytes?: number; highBytes?: number; exactnessReason?: string;
  verdict: Verdict; advice: string; maxContext: number; throughput?: Throughput; cautions?: string[]; machineNotes?: string[];
  because: Because[]; commands: Record<string, string>;
}
export interface RigAnswer {
  rig: string;
  devices: { id: string | null; name: string; backend: string; memoryBytes: number; usableBytes: number; bandwidthBytesPerSecond: number | null }[];
  host: { memoryBytes: number; bandwidthBytesPerSecond: number | null; processor: string | null; assumed: boolean };
  notices: string[];
}
export interface SurveyLine { comfortableContext: number; comfortableContextByCache?: Record<string, number>; plan: Plan }
export interface Survey { rig: { name: string }; models: SurveyLine[] }
export interface Start { rig: string; for: string; want: string; modelsThatRun: number; comfortableContext: number; command: string; because: string[]; plan: Plan; next?: { model: string; quantization: string } }
export interface CurvePoint { context: number; totalBytes: number; deviceBytes: number; usableBytes: number; verdict: Verdict; throughput?: Throughput }
export interface UsersPoint { users: number; context: number; totalBytes: number; deviceBytes: number; verdict: Verdict; total?: Rate; each?: Rate }
export interface Curve { model: string; quantization: string; rig: string; points: CurvePoint[]; byUsers?: UsersPoint[]; knee?: number }
export interface Evidence { publisher: string; quant: string; metric: string; value: number; unit: string; baseline: string; measuredBy: string; date: string; kind: string; source: string }
export interface Quants { model: string; pick: string | null; because: string; quantizations: { name: string; comfortableContext: number; refused: string; evidence: Evidence[]; plan: Plan }[]; evidenceOfOtherFiles: Evidence[] }
export interface Lever {
  changes: { id: string; change: string; options: string; quality: string; evidence: Evidence[]; qualityLoss: string; capacityLoss: string }[];
  devices: { name: string; savedBytes: number; headroomWonBytes: number }[];
  lackBytes: number; reachesGoal: boolean; verdict: Verdict; speedLoss: string; tokensPerSecondWon?: number; throughput?: Throughput;
}
export interface Levers { now: Plan; goal: string; lackBytes: number; conclusion: string; desktop?: { lowBytes: number; highBytes: number; source: string; kind: string }; cheapest?: Lever; gentler?: Lever; levers: Lever[]; wouldNotFit: Lever[]; noEffect: string[]; refused: { id: string; reason: string }[] }
export interface Needs {
  model: string; ctx: number; chosen: string; tokensPerSecond?: number; depth?: number; rigsTried: number;
  quantizations: { quant: string; tensorBytes: number; exactness: string; memory: { kind: string; machine: string; smallestBytes: number; comfortableBytes: number; hostBytes: number; soldBytes?: number }[] }[];
  bandwidths?: { kind: string; machine: string; atLeastBytesPerSecond: number; likelyBytesPerSecond: number | null; sureBytesPerSecond: number | null }[];
  rigs: { rig: string; memoryBytes: number; nCpuMoe: number; hostBytes: number; verdict: Verdict; headroomBytes: number; throughput?: Throughput; fastEnoughAtTheLowEnd?: boolean; price?: { low: number; high: number; currency: string; stale: boolean; because: string; notIncluded: string } | null }[];
}
export interface Money { low: number; high: number; currency: string }
export interface Range { low: number | null; high: number | null }
export interface RunLine { model: string; quantization: string; verdict: Verdict; totalBytes: number; comfortableContext: number; throughput?: Throughput }
export interface Buy {
  budget: number; currency: string; context: number; assumedHostGiB: number; yardstick: { model: string; quantization: string };
  offers: { rig: string; price: Money; withinBudgetAtTheHighest: boolean; stale: boolean; notIncluded: string; models: RunLine[];
    parts: { device: string; count: number; claims: { condition: string; product: string; price: Money; date: string; ageDays: number; stale: boolean; counted: boolean; kind: string; source: string; note: string }[] }[];
    yardstick?: { tokensPerSecond: number; low: number; high: number; perThousand: Range | null; perWatt: Range | null };
    power?: { lowWatts: number; highWatts: number; because: string; basis: string }; powerSupplyWatts?: number; notFor: { who: string; because: string }[]; link: string }[];
  unpriced: { device: string; launchPrice: Money; launchDate: string }[]; otherCurrencies: string[];
}
export interface UpgradeStep { step: string; kind: string; rig: string; price: Money | null; priceElsewhere: string; stale: boolean; priceBecause: string; notIncluded: string; newly: RunLine[]; faster?: RunLine[]; notFor: string[]; link: string }
export interface Upgrade { from: string; machineNotes?: string[]; hostMemoryBytes: number; budget?: number; currency: string; now: RunLine[]; next?: { model: string; quantization: string; needsBytes: number }; shortTerm: string; mayBring: Money | null; steps: UpgradeStep[]; unpriced: UpgradeStep[]; pointless: number }
export interface CloudOffer { provider: string; name: string; model: string; inputPerMillion: number; outputPerMillion: number; cacheReadPerMillion: number | null; priceCurrency: string; date: string; ageDays: number; stale: boolean; kind: string; source: string; perDay: number; savedPerDay?: Range; breakEvenDays?: Range | null; breakEvenDaysNonStop?: Range | null; outcome?: string; sentence?: string }
export interface Cloud {
  model: string; quantization: string; rig: string; verdict: Verdict; currency: string; tokensPerDay: { read: number; written: number; cachedShare: number }; sentence?: string;
  local?: { decodeTokensPerSecond: Range; prefillTokensPerSecond: Range; speedBecause: string; power: { lowWatts: number; highWatts: number; idleWatts: number | null; basis: string; because: string }; hoursOnPerDay: number; busyHoursPerDay: Range; kilowattHoursPerDay: Range; pricePerKilowattHour: Range; electricityBecause: string; powerPerDay: Range; powerPerMillionWritten: Range; owned: boolean; hardware: Range | null; hardwareBecause: string };
  yearsKept?: number; offers: CloudOffer[]; rentPerDay?: Range; rentBecause?: string; notes?: string[];
}
export interface CompareCell { text?: string; number?: number; low?: number; high?: number }
export interface Compare { a: { plan: Plan; priceBecause: string }; b: { plan: Plan; priceBecause: string }; rows: { id: string; unit: string; a: CompareCell; b: CompareCell; differs: boolean; sign: string }[]; conclusion: string }
export interface RankClaim { result: string; publisher: string; via: string; kind: string; independent: boolean; date: string; source: string; note: string; beside: { model: string; low?: number; high?: number; unit?: string; standing?: string }[] }
export interface Rank { model: string; summary: string; notice: string; tests: { benchmark: string; claims: RankClaim[] }[]; contradictions: { kind: string; sentence: string; sources: string[] }[]; siblingsWithEvidence: string[] }
export interface Audit { source: string; counts: Record<string, number>; claims: { id: string; line: number; claim: string; text: string; reading: string; sureness: string; verdict: string; reason: string; working: { text: string; source: string }[]; correction: string }[]; notRead: { line: number; text: string; reason: string }[]; sentencesWithoutFigures: number }
export interface Inspect { id: string; source: string; architecture: string; architectureKnown: boolean; refusal: string; quantization: string; parameters: number; activeParameters: number; tensorBytes: number; bitsPerWeight: number; tensorTypes: { type: string; tensors: number; parameters: number; bytes: number }[]; metadata: Record<string, unknown> }
export interface Doctor { rig: { name: string; devices: { name: string; backend: string; model: string; memoryBytes: number; usableBytes: number }[]; hostMemoryBytes: number; hostMemoryAssumed: boolean; machineNotes?: string[] }; findings: { what: string; found: string; how: string }[] }
export interface Bounds { low: number; likely: number; high: number }
export interface Serve {
  model: string; runtime: string; format: string; rig: string; machineNotes?: string[]; tensorParallel: number; pipelineParallel: number; dataParallel: number; context: number; utilization: number; verdict: string; blockTokens: number; cacheBytesPerToken: number;
  poolTokens: Bounds; sequences: Bounds; decodeCeiling: number | null; overheadSource: string; notes: string[]; commands: { node: number; command: string }[];
  ranks: { node: number; device: string; stage: number; layers: number; weightsBytes: Bounds; besidesBytes: Bounds; budgetBytes: Bounds; poolBytes: Bounds }[];
}
