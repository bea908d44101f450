/** When campaigns will end, by the very rules that pace them. A fixed number of queries, however many campaigns. */
import type { CampaignId, ConnectionId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import type { LaneForecast } from '../deliveries';
import type { CampaignRecord } from './campaign.store';
import type { Forecast } from './campaign.view';
import type { CampaignsDeps } from './deps';
import { isUncertain, leftOf, turnsUntilLast, type Left } from './forecast.rules';
import { forecastStore, type Neighbour } from './forecast.store';
import { paceOf, settingsOf } from './settings.rules';
import { settingsStore } from './settings.store';

export type Forecasts = ReadonlyMap<CampaignId, Forecast>;

interface Asked {
  readonly record: CampaignRecord;
  readonly connectionId: ConnectionId;
  readonly left: Left;
  /** Messages that leave by the connection until the last of this campaign has. */
  readonly turns: number;
  readonly from: Date;
}

/**
 * @param records of one company
 * @param leftIn what is still to go of one: by its counters unless told
 * @returns forecasts of those that have a connection and something left. A paused one is told as if it were resumed now.
 */
export async function forecastsOf(
  q: Queryable,
  { clock, deliveries }: Pick<CampaignsDeps, 'clock' | 'deliveries'>,
  records: readonly CampaignRecord[],
  leftIn: (record: CampaignRecord) => Left = leftOf,
): Promise<Forecasts> {
  const now = clock.now();
  const able = records.flatMap((record) => {
    const left = leftIn(record);
    return record.whatsappId === null || left.messages === 0 ? [] : [{ record, connectionId: record.whatsappId, left, from: firstAt(record, now) }];
  });
  const [first] = able;
  if (first === undefined) return new Map();

  const { companyId } = first.record;
  const neighbours = await forecastStore(q).neighbours(companyId, [...new Set(able.map(({ connectionId }) => connectionId))]);
  const paceNow = paceOf(settingsOf(await settingsStore(q).all(companyId)));
  const asked = able.map((one): Asked => ({ ...one, turns: turnsUntilLast(one.left.messages, othersOf(one, neighbours)) }));
  const batches = asked.map(({ record, connectionId, turns, from }) => ({ connectionId, pace: record.snapshot?.pace ?? paceNow, count: turns, from }));
  const told = await deliveries.forecasts(q, companyId, batches);
  return new Map(
    asked.flatMap((one, i) => {
      const lane = told[i] ?? null;
      return lane === null ? [] : [[one.record.id, forecastOf(one, lane)] as const];
    }),
  );
}

/** One that waits for its hour cannot begin before it. */
const firstAt = ({ snapshot, scheduledAt }: CampaignRecord, now: Date): Date => (snapshot === null && scheduledAt !== null && scheduledAt > now ? scheduledAt : now);

function othersOf({ record, connectionId }: Pick<Asked, 'record' | 'connectionId'>, neighbours: readonly Neighbour[]): number[] {
  return neighbours.filter((other) => other.connectionId === connectionId && other.id !== record.id).map(({ waiting }) => waiting);
}

function forecastOf({ record, left, turns, from }: Asked, { endsAt, earliest, latest, perMinute, waiting }: LaneForecast): Forecast {
  return {
    startsAt: from.toISOString(),
    endsAt: endsAt.toISOString(),
    range: isUncertain(record) ? { from: earliest.toISOString(), to: latest.toISOString() } : null,
    remaining: left.recipients,
    perMinute: Math.round(((perMinute * left.messages) / turns) * 10) / 10,
    waiting: waiting && { reason: waiting.reason, until: waiting.until?.toISOString() ?? null },
  };
}
