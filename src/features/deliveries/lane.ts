/**
 * One connection's lane in this process: a loop of turns while something is due, asleep until the next due time or a ring,
 * ended when nothing is left.
 *
 *   turn = one transaction: take the lane → ask the gate → claim → remember the pace
 *   then each claimed delivery is sent (as many at once as the channel takes) and its outcome recorded (recorder.ts)
 *
 * Only claimed rows are ever sent and each claim asks for no more than there are free slots, so a pause leaves at most
 * the calls under way. Losing a ring costs seconds, never a message: the sweep rings again.
 */
import { Blocked, RateLimited, Unavailable } from '../../kernel/errors';
import type { CampaignId, CompanyId, ConnectionId } from '../../kernel/ids';
import type { Log } from '../../kernel/log';
import type { Channel } from '../../platform/channels/channel';
import { runWithTrace } from '../../platform/trace';
import type { Transact } from '../../platform/transact';
import type { Probe } from './probe';
import { claimStore, type Claimed } from './claim.store';
import { advance, decide, hold, noteFailure, noteSuccess, type Limiter, type PaceState, type WaitReason } from './gate.rules';
import { laneStore, type RunningCampaign } from './lane.store';
import { Recorder } from './recorder';
import type { Attempted } from './record.store';
import { sendDelivery } from './send';

export interface LaneDeps {
  readonly transact: Transact;
  readonly owner: string;
  readonly leaseMs: number;
  readonly laneLeaseMs: number;
  readonly channel: (name: string) => Channel;
  readonly defaultLimiter: (channel: string) => Limiter | null;
  /** Writes outcomes in one transaction. */
  readonly record: (attempts: readonly Attempted[]) => Promise<void>;
  readonly log: Log;
  readonly random: () => number;
  readonly probe: Probe;
  /** The connection itself must rest and its campaigns pause. */
  readonly onBlocked: (connectionId: ConnectionId, reason: string) => void;
  /** Recipients that a claim found they may not receive: nothing is sent for them, yet the campaign moved. */
  readonly onSkipped: (companyId: CompanyId, campaignId: CampaignId) => void;
  /** Each campaign recipient that was taken (`refused` false) or refused for good. */
  readonly onAnswered: (connectionId: ConnectionId, campaignId: CampaignId, refused: boolean) => void;
}

/** Nothing due for longer than this: the lane ends, a ring or the sweep starts it again. */
const LINGER_MS = 30_000;
const BLOCKED_REST_MS = 60_000;

interface Turn {
  readonly claimed: readonly Claimed[];
  readonly channel: Channel;
  /** How long nothing can leave, ms; Infinity when nothing is due at all. */
  readonly waitMs: number;
}

export class Lane {
  private loop: Promise<void> | null = null;
  private inFlight = 0;
  /** The pace as the last turn wrote it. */
  private pace: PaceState | null = null;
  /** What calls taught since then (failures, rests): folded in by the next turn, for one may be under way right now. */
  private learnt: ((pace: PaceState) => PaceState)[] = [];
  /** Database's clock minus this process' monotonic one, ms. */
  private clockOffset = 0;
  private rung = false;
  private stopping = false;
  private wake: () => void = () => undefined;
  private idleWaiters: (() => void)[] = [];
  /** The last send per recipient: two messages to one person leave in order, whatever the channel's parallelism. */
  private readonly lastTo = new Map<string, Promise<void>>();

  private readonly recorder: Recorder;

  constructor(private readonly connectionId: ConnectionId, private readonly deps: LaneDeps) {
    this.recorder = new Recorder(deps.record, deps.log);
  }

  /** A sleeping lane comes up this often to keep its lease, so that a dead owner is noticed within seconds. */
  private get napMs(): number {
    return this.deps.laneLeaseMs / 2.5;
  }

  get running(): boolean {
    return this.loop !== null;
  }

  /** Nothing of it is left in this process: a lane lost to another one may still have calls under way. */
  get finished(): boolean {
    return this.loop === null && this.inFlight === 0 && !this.recorder.busy;
  }

  ring(): void {
    this.rung = true;
    this.wake();
    if (this.stopping) return;
    this.loop ??= this.run().finally(() => {
      this.loop = null;
      this.notifyIdle();
      if (this.rung && !this.stopping) this.ring();
    });
  }

  /** Resolves when the lane sleeps or ends, or after `budgetMs`. */
  async idle(budgetMs: number): Promise<void> {
    if (this.loop === null) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>((resolve) => this.idleWaiters.push(resolve)),
      new Promise<void>((resolve) => { timer = setTimeout(resolve, budgetMs); }),
    ]);
    clearTimeout(timer);
  }

  /** Claims no more, waits for calls under way and until their outcomes are written. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
    // The last send to each person waits for the ones before it, so these are all. None rejects: an error is an outcome.
    await Promise.all(this.lastTo.values());
    await this.recorder.drain();
  }

  private async run(): Promise<void> {
    let capacity = 1;
    while (!this.stopping) {
      this.rung = false;
      // A quarter of the slots free, not one: otherwise every finished call would pay for a claim of its own.
      if (this.inFlight > capacity * 0.75) {
        await this.sleep(this.napMs);
        continue;
      }
      if (this.recorder.backlog > capacity * 2) await this.recorder.drain();
      // An outcome not yet written may be a retry with a due time of its own: what this turn sees is then not the last word.
      const settled = this.inFlight === 0 && !this.recorder.busy;
      let turn: Turn | null;
      try {
        turn = await this.turn(this.inFlight);
      } catch (error) {
        this.deps.log.error({ err: error, connectionId: this.connectionId }, 'lane turn failed, trying again');
        await this.sleep(1_000);
        continue;
      }
      if (turn === null) return; // served elsewhere
      capacity = turn.channel.inFlight;
      if (turn.claimed.length > 0) {
        await this.deps.probe('after_claim');
        for (const delivery of turn.claimed) this.dispatch(turn.channel, delivery);
        await nextTick(); // let instant channels finish, and the rest of the process breathe
      } else if (!settled) {
        if (this.inFlight > 0) await this.sleep(Math.min(this.napMs, Math.max(1, turn.waitMs)));
        await this.recorder.drain();
      } else if (turn.waitMs > LINGER_MS && !this.rung) {
        break;
      } else {
        if (turn.waitMs > 1_000) this.notifyIdle();
        await this.sleep(Math.min(this.napMs, Math.max(1, turn.waitMs)));
      }
    }
    await this.release();
  }

  /** A lane that cannot be given back now is free when its lease ends. */
  private async release(): Promise<void> {
    const { transact, defaultLimiter, owner, log } = this.deps;
    await transact((tx) => laneStore(tx, defaultLimiter).release(this.connectionId, owner)).catch((error: unknown) => {
      log.warn({ err: error, connectionId: this.connectionId }, 'lane not given back');
    });
  }

  private async turn(busy: number): Promise<Turn | null> {
    const { deps, connectionId } = this;
    const news = [...this.learnt];
    const result = await deps.transact(async (tx) => {
      const lanes = laneStore(tx, deps.defaultLimiter);
      const lane = await lanes.acquire(connectionId, deps.owner, deps.laneLeaseMs);
      if (lane === null) {
        await lanes.notifyOwner(connectionId);
        return null;
      }
      const channel = deps.channel(lane.channel);
      const before = news.reduce((pace, learn) => learn(pace), lane.pace);
      const known = { channel, clockOffset: lane.now - performance.now() };
      if (!lane.connected || lane.suspended) return { ...known, pace: before, claimed: [], waitMs: Infinity };

      const slots = channel.inFlight - busy;
      const campaigns = await lanes.runningCampaigns(connectionId);
      const turnOf = nextInTurn(campaigns, lane.lastCampaignId);
      const allowed = decide(lane.policy, turnOf?.pace ?? null, before, lane.now);
      const claims = claimStore(tx);
      const direct = allowed.direct.count > 0 ? await claims.claimDirect(connectionId, deps.leaseMs, Math.min(slots, allowed.direct.count)) : [];
      const room = Math.min(slots - direct.length, allowed.direct.count - direct.length, allowed.campaign.count);
      const campaign = turnOf !== null && room > 0 ? await claims.claimCampaign(turnOf.id, deps.leaseMs, room) : { claimed: [], skipped: 0 };
      const claimed = [...direct, ...campaign.claimed];
      if (turnOf !== null && campaign.skipped > 0) tx.afterCommit(() => deps.onSkipped(lane.companyId, turnOf.id));

      const pace = advance(lane.policy, turnOf?.pace ?? null, before, lane.now, { direct: direct.length, campaign: campaign.claimed.length }, deps.random);
      const wait = claimed.length > 0 ? null : await this.whenNext(lanes, allowed, lane.now);
      await lanes.save(connectionId, pace, wait?.told ?? null, turnOf?.id ?? lane.lastCampaignId);
      if (claimed.length > 0) await deps.probe('before_claim_commit');
      return { ...known, pace, claimed, waitMs: wait?.ms ?? 0 };
    });
    this.learnt.splice(0, news.length);
    if (result === null) return null;
    this.pace = result.pace;
    this.clockOffset = result.clockOffset;
    return result;
  }

  /** When the first row that is due meets the first moment that the gate allows. */
  private async whenNext(
    lanes: ReturnType<typeof laneStore>, allowed: ReturnType<typeof decide>, now: number,
  ): Promise<{ ms: number; told: { reason: WaitReason; until: number } | null }> {
    const due = await lanes.nextDue(this.connectionId);
    const directAt = due.direct === null ? Infinity : Math.max(due.direct, allowed.direct.at);
    // No campaign is due yet: what holds everything back holds the next one too.
    const forCampaign = allowed.campaign.reason === 'no_campaign' ? allowed.direct : allowed.campaign;
    const campaignAt = due.campaign === null ? Infinity : Math.max(due.campaign, forCampaign.at);
    const at = Math.min(directAt, campaignAt);
    const { reason } = directAt <= campaignAt ? allowed.direct : forCampaign;
    return { ms: at - now, told: reason === null || at === Infinity ? null : { reason, until: at } };
  }

  private dispatch(channel: Channel, delivery: Claimed): void {
    this.inFlight += 1;
    const before = this.lastTo.get(delivery.recipient);
    const send = () => this.send(channel, delivery, before);
    const done = (delivery.traceId === null ? send() : runWithTrace(delivery.traceId, send)).finally(() => {
      this.inFlight -= 1;
      if (this.lastTo.get(delivery.recipient) === done) this.lastTo.delete(delivery.recipient);
      if (this.inFlight <= channel.inFlight * 0.75) this.wake();
    });
    this.lastTo.set(delivery.recipient, done);
  }

  private async send(channel: Channel, delivery: Claimed, before: Promise<void> | undefined): Promise<void> {
    if (before !== undefined) await before;
    await this.deps.probe('before_call');
    const probing = (this.pace?.failures ?? 0) > 0;
    const attempt = await sendDelivery(channel, this.connectionId, delivery, probing, this.deps.random, (error) => this.learn(delivery, error));
    const { state } = attempt.outcome;
    if (state === 'sent' && (probing || this.learnt.length > 0)) this.learnt.push(noteSuccess);
    if (delivery.campaignId !== null && (state === 'sent' || state === 'failed')) {
      this.deps.onAnswered(this.connectionId, delivery.campaignId, state === 'failed');
    }
    await this.deps.probe('after_call');
    this.recorder.push(attempt);
  }

  /** What an error says about the connection, beyond the one row. */
  private learn(delivery: Claimed, error: unknown): void {
    this.deps.log.warn({ err: error, connectionId: this.connectionId, campaignId: delivery.campaignId, deliveryId: delivery.id }, 'message not accepted');
    const now = performance.now() + this.clockOffset;
    if (error instanceof RateLimited) this.learnt.push((pace) => hold(pace, now, error.retryAfterMs, 'rate_limited'));
    else if (error instanceof Unavailable) this.learnt.push((pace) => noteFailure(pace, now));
    else if (error instanceof Blocked) {
      this.learnt.push((pace) => hold(pace, now, BLOCKED_REST_MS, 'blocked'));
      this.deps.onBlocked(this.connectionId, error.message);
    }
  }

  private sleep(ms: number): Promise<void> {
    if (this.rung) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), ms);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = () => undefined;
        resolve();
      };
    });
  }

  private notifyIdle(): void {
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }
}

/** Campaigns of one number take turns, so that a short one need not wait for the end of a long one. */
function nextInTurn(campaigns: readonly RunningCampaign[], last: CampaignId | null): RunningCampaign | null {
  return campaigns.find((campaign) => last === null || campaign.id > last) ?? campaigns[0] ?? null;
}

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
