import type { ComponentType } from 'preact';
import { AuditPlace } from './audit.tsx';
import { BuyPlace } from './buy.tsx';
import { CloudPlace } from './cloud.tsx';
import { ComparePlace } from './compare.tsx';
import { CurvePlace } from './curve.tsx';
import { LeversPlace } from './levers.tsx';
import { NeedsPlace } from './needs.tsx';
import { QuantsPlace } from './quants.tsx';
import { RankPlace } from './rank.tsx';
import { ServePlace } from './serve.tsx';
import { UpgradePlace } from './upgrade.tsx';

/** The places beside the first two. */
export const more: Record<string, ComponentType> = {
  curve: CurvePlace, quants: QuantsPlace, levers: LeversPlace, needs: NeedsPlace, compare: ComparePlace, buy: BuyPlace, upgrade: UpgradePlace, cloud: CloudPlace, rank: RankPlace, serve: ServePlace, audit: AuditPlace,
};
