/** Writing, trying and removing schedules. Each use case is one transaction. */
import { Conflict, Forbidden, found, Invalid } from '../../kernel/errors';
import { minutes } from '../../kernel/clock';
import { given } from '../../kernel/given';
import type { CompanyId, UserId } from '../../kernel/ids';
import { instantOf } from '../../platform/http/wall-time';
import type { Tx } from '../../platform/transact';
import { announce } from './announce';
import type { SchedulesDeps } from './deps';
import { faultsOf } from './draft.rules';
import { textOf } from './firing.rules';
import { ringIfSoon } from './ring';
import { firstPlace, plannedAt, type Firing } from './schedule.rules';
import type { ScheduleInput, SchedulePatch } from './schedule.input';
import { scheduleStore, type DraftFacts, type ScheduleRecord } from './schedule.store';
import { DayRule, Interval, ScheduleStatus, type Schedule, type ScheduleDraft, type ScheduleId } from './schedule.types';
import { scheduleChanged } from './schedule.view';

type MediaFields = Pick<ScheduleDraft, 'mediaPath' | 'mediaName' | 'mediaType'>;

const NO_MEDIA: MediaFields = { mediaPath: null, mediaName: null, mediaType: null };

/** About which nothing was said. */
const BLANK = {
  ...NO_MEDIA, userId: null, whatsappId: null, body: '', assinar: false, openTicket: 'disabled', statusTicket: 'pending', queueId: null, ticketUserId: null,
  intervalo: Interval.days, valorIntervalo: 0, enviarQuantasVezes: 1, tipoDias: DayRule.anyDay, lateness: 'send', latenessMinutes: 60, nextNumber: 0, nextStep: 0,
} as const satisfies Partial<ScheduleDraft>;

export function scheduleService(deps: SchedulesDeps) {
  const { transact, clock } = deps;

  /** @throws Invalid naming every fault, Forbidden when the company's plan has no schedules. */
  function check(draft: ScheduleDraft, facts: DraftFacts, dated: boolean): ScheduleDraft {
    if (!facts.planAllows) throw new Forbidden('ERR_PLAN_WITHOUT_SCHEDULES', 'The plan of the company has no schedules');
    const faults = faultsOf(draft, facts, clock.now(), dated);
    if (faults.length > 0) throw new Invalid('ERR_VALIDATION', 'The schedule cannot be saved like this', faults);
    return draft;
  }

  /** A new schedule: its series begins where its date says. */
  async function drafted(tx: Tx, companyId: CompanyId, by: UserId, { sendAt, ...input }: ScheduleInput): Promise<{ draft: ScheduleDraft; facts: DraftFacts }> {
    const written = { ...BLANK, userId: by, ...given(input) };
    const facts = await scheduleStore(tx).draftFacts(companyId, written);
    const startAt = instantOf(sendAt, facts.timezone);
    return { draft: check(begun({ ...written, startAt, timezone: facts.timezone, sendAt: startAt }), facts, true), facts };
  }

  /** The series counted anew from `startAt`; what has fired has fired. A schedule that fires once has one firing, whatever the form said. */
  function begun(draft: ScheduleDraft): ScheduleDraft {
    const once = draft.valorIntervalo === 0 ? { enviarQuantasVezes: draft.nextNumber + 1 } : {};
    return { ...draft, ...once, sendAt: firstPlace(draft, clock.now()).at, nextStep: 0 };
  }

  async function replace(tx: Tx, companyId: CompanyId, id: ScheduleId, draft: ScheduleDraft): Promise<ScheduleRecord> {
    await scheduleStore(tx).edit(companyId, id, draft);
    ringIfSoon(tx, draft.sendAt, deps);
    return announce(tx, companyId, id, 'update');
  }

  return {
    /** @throws Invalid, Forbidden */
    create: (companyId: CompanyId, by: UserId, input: ScheduleInput): Promise<ScheduleRecord> =>
      transact(async (tx) => {
        const { draft } = await drafted(tx, companyId, by, input);
        const id = await scheduleStore(tx).create(companyId, draft);
        ringIfSoon(tx, draft.sendAt, deps);
        return announce(tx, companyId, id, 'create');
      }),

    /** What it would send and when; nothing is written. @throws Invalid, Forbidden */
    preview: (companyId: CompanyId, by: UserId, input: ScheduleInput): Promise<{ text: string; draft: ScheduleDraft; first: Firing }> =>
      transact(async (tx) => {
        const { draft, facts } = await drafted(tx, companyId, by, input);
        return { text: textOf(draft, found(facts.contact, 'Contact'), facts.userName), draft, first: { number: 0, step: 0, at: draft.sendAt } };
      }),

    /**
     * Until a firing is claimed. A new date or rhythm begins the series anew from the next firing on; firings that are over count.
     * @throws NotFound, Conflict, Invalid, Forbidden
     */
    edit: (companyId: CompanyId, id: ScheduleId, { sendAt, ...patch }: SchedulePatch): Promise<ScheduleRecord> =>
      transact(async (tx) => {
        const current = await lockedPending(tx, companyId, id);
        const next: ScheduleDraft = { ...current, ...given(patch) };
        const facts = await scheduleStore(tx).draftFacts(companyId, next);
        const moved = sendAt === undefined ? null : instantOf(sendAt, facts.timezone);
        const dated = moved !== null && !isSameMinute(moved, current.sendAt);
        const startAt = dated ? moved : plannedAt(current, current.nextStep);
        const draft = dated || hasOtherRhythm(current, next) ? begun({ ...next, startAt, timezone: facts.timezone }) : next;
        return replace(tx, companyId, id, check(draft, facts, dated));
      }),

    /** A message that is in the lane does not leave any more. @returns a file that nothing uses now. @throws NotFound */
    remove: (companyId: CompanyId, id: ScheduleId): Promise<string | null> =>
      transact(async (tx) => {
        const current = found(await scheduleStore(tx).lock(companyId, id), 'Schedule');
        await scheduleStore(tx).remove(companyId, id);
        tx.emit(companyId, scheduleChanged, { action: 'delete', schedule: { id }, scheduleId: id });
        return unusedMedia(current);
      }),

    /** Puts `media` in; null takes the present one out. @returns the schedule, and a file that nothing uses now. @throws NotFound, Conflict, Invalid */
    setMedia: (companyId: CompanyId, id: ScheduleId, media: MediaFields | null): Promise<{ record: ScheduleRecord; unused: string | null }> =>
      transact(async (tx) => {
        const current = await lockedPending(tx, companyId, id);
        const next = { ...current, ...(media ?? NO_MEDIA) };
        check(next, await scheduleStore(tx).draftFacts(companyId, next), false);
        return { record: await replace(tx, companyId, id, next), unused: unusedMedia(current) };
      }),
  };
}

/** @throws NotFound, Conflict when a firing of it is in the lane, or it is over. */
async function lockedPending(tx: Tx, companyId: CompanyId, id: ScheduleId): Promise<Schedule> {
  const schedule = found(await scheduleStore(tx).lock(companyId, id), 'Schedule');
  if (schedule.status === ScheduleStatus.queued) throw new Conflict('ERR_SCHEDULE_FIRING', 'A firing of this schedule is in the lane');
  if (schedule.status !== ScheduleStatus.pending) throw isOver();
  return schedule;
}

export const isOver = (): Conflict => new Conflict('ERR_SCHEDULE_OVER', 'This schedule is over');

/** What has been sent is shown in conversations: only the file of a schedule that never fired belongs to it alone. */
function unusedMedia({ mediaPath, nextNumber }: Schedule): string | null {
  return nextNumber === 0 ? mediaPath : null;
}

/** Front ends send the whole schedule back, its date cut to the minute. */
const isSameMinute = (a: Date, b: Date): boolean => Math.floor(a.getTime() / minutes(1)) === Math.floor(b.getTime() / minutes(1));

function hasOtherRhythm(current: ScheduleDraft, next: ScheduleDraft): boolean {
  return current.intervalo !== next.intervalo || current.valorIntervalo !== next.valorIntervalo || current.tipoDias !== next.tipoDias;
}
