/** What leaves next, of campaigns and scheduled messages together. */

/** A line of the home screen. */
export interface Coming {
  readonly kind: 'campaign' | 'schedule';
  readonly id: number;
  readonly title: string;
  readonly detail: string;
  readonly at: string;
}

interface ScheduledCampaign {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly scheduledAt: string | null;
  readonly contactList: { readonly name: string } | null;
}

interface PendingSchedule {
  readonly id: number;
  readonly sendAt: string;
  readonly body: string;
  readonly mediaName: string | null;
  readonly contact: { readonly name: string } | null;
}

/** Soonest first, `most` of them. */
export function comingUp(campaigns: readonly ScheduledCampaign[], schedules: readonly PendingSchedule[], most: number): Coming[] {
  const lines: Coming[] = [
    ...campaigns.flatMap(({ id, name, status, scheduledAt, contactList }): Coming[] =>
      status === 'PROGRAMADA' && scheduledAt !== null ? [{ kind: 'campaign', id, title: name, detail: contactList?.name ?? '', at: scheduledAt }] : [],
    ),
    ...schedules.map(({ id, sendAt, body, mediaName, contact }): Coming => ({ kind: 'schedule', id, title: contact?.name ?? '', detail: body || (mediaName ?? ''), at: sendAt })),
  ];
  return lines.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(0, most);
}
