/**
 * What a campaign may become, and what it must have. Pure.
 *
 *   INATIVA ⇄ PROGRAMADA ──due──▶ EM_ANDAMENTO ──no row open──▶ FINALIZADA
 *                 │  ▲               │     ▲                        │
 *                 ▼  │             pause  resume            restart, retry-failed
 *                PAUSADA ◀───────────┘     │                        │
 *   cancel: from PROGRAMADA, EM_ANDAMENTO or PAUSADA to CANCELADA ──┴──▶ EM_ANDAMENTO again
 *
 * A paused or cancelled campaign that never started goes back to PROGRAMADA; one that did, to EM_ANDAMENTO: only the
 * snapshot tells, and the statement that moves it looks at it.
 */
import type { Fault } from '../../kernel/errors';
import { templateKeys } from '../../kernel/text';
import { CampaignStatus, CONFIRMATION_FIELDS, MESSAGE_FIELDS, variantsOf, type CampaignDraft } from './campaign.types';

const { draft, scheduled, running, paused, cancelled, finished } = CampaignStatus;

/** From which statuses each action may leave; every statement that moves a campaign binds its list from here. */
export const MAY_LEAVE = {
  edit: [draft, scheduled],
  start: [draft, scheduled],
  unschedule: [scheduled],
  pause: [scheduled, running],
  resume: [paused],
  cancel: [scheduled, running, paused],
  restart: [cancelled, finished, paused],
  retryFailed: [running, paused, finished],
  remove: [draft, scheduled, paused, cancelled, finished],
} as const satisfies Record<string, readonly CampaignStatus[]>;
export type Action = keyof typeof MAY_LEAVE;

/** Repeating an action that has already had its effect answers the same, instead of an error. */
export const ALREADY_DONE: Partial<Record<Action, readonly CampaignStatus[]>> = {
  unschedule: [draft],
  pause: [paused],
  resume: [scheduled, running],
  cancel: [cancelled],
};

/** The status that what a client saved amounts to: front ends of the family send INATIVA with a date and mean PROGRAMADA. */
export function statusOnSave(wanted: CampaignStatus | undefined, scheduledAt: Date | null): typeof draft | typeof scheduled {
  return scheduledAt !== null || wanted === scheduled ? scheduled : draft;
}

/** What the database knows of what a draft names. */
export interface Facts {
  readonly connectionExists: boolean;
  /** Null when the list does not exist. */
  readonly listSize: number | null;
  /** Template keys that have a value: built-in, the company's own, columns of the list. Null: no list chosen, nothing can be said. */
  readonly knownKeys: ReadonlySet<string> | null;
  readonly queueExists: boolean;
  readonly userExists: boolean;
}

export interface CampaignFault extends Fault {
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Everything wrong with `campaign`, each fault at its field; empty when it may be saved, and started if it is PROGRAMADA.
 * @param latestMs how long after its time a campaign still starts by itself.
 */
export function faultsOf(campaign: CampaignDraft, facts: Facts, now: Date, latestMs: number): CampaignFault[] {
  return [...textFaults(campaign, facts.knownKeys), ...referenceFaults(campaign, facts), ...startFaults(campaign, facts, now, latestMs)];
}

function textFaults(campaign: CampaignDraft, knownKeys: Facts['knownKeys']): CampaignFault[] {
  if (knownKeys === null) return [];
  const faults: CampaignFault[] = [];
  for (const field of campaign.confirmation ? [...MESSAGE_FIELDS, ...CONFIRMATION_FIELDS] : MESSAGE_FIELDS) {
    for (const key of templateKeys(campaign[field])) {
      if (!knownKeys.has(key)) faults.push(fault(field, 'unknown_variable', 'A variable has no value', { variable: key }));
    }
  }
  return faults;
}

function referenceFaults(campaign: CampaignDraft, facts: Facts): CampaignFault[] {
  const faults: CampaignFault[] = [];
  if (campaign.whatsappId !== null && !facts.connectionExists) faults.push(fault('whatsappId', 'connection_not_found', 'No such connection'));
  if (campaign.contactListId !== null && facts.listSize === null) faults.push(fault('contactListId', 'list_not_found', 'No such contact list'));
  if (campaign.queueId !== null && !facts.queueExists) faults.push(fault('queueId', 'queue_not_found', 'No such service queue'));
  if (campaign.userId !== null && !facts.userExists) faults.push(fault('userId', 'user_not_found', 'No such user'));
  return faults;
}

function startFaults(campaign: CampaignDraft, facts: Facts, now: Date, latestMs: number): CampaignFault[] {
  if (campaign.status !== scheduled) return [];
  const faults: CampaignFault[] = [];
  if (variantsOf(campaign, MESSAGE_FIELDS).length === 0) faults.push(fault('message1', 'message_missing', 'A campaign needs a message'));
  if (campaign.confirmation && variantsOf(campaign, CONFIRMATION_FIELDS).length === 0) {
    faults.push(fault('confirmationMessage1', 'confirmation_missing', 'A campaign that asks first needs a text to ask with'));
  }
  if (campaign.whatsappId === null) faults.push(fault('whatsappId', 'connection_missing', 'Choose a connection'));
  if (campaign.contactListId === null) faults.push(fault('contactListId', 'list_missing', 'Choose a contact list'));
  if (campaign.contactListId !== null && facts.listSize === 0) faults.push(fault('contactListId', 'list_empty', 'The contact list is empty'));
  if (campaign.scheduledAt !== null && campaign.scheduledAt.getTime() < now.getTime() - latestMs) {
    faults.push(fault('scheduledAt', 'too_late', 'The time is too far in the past'));
  }
  return faults;
}

const fault = (path: string, code: string, message: string, values: Record<string, string> = {}): CampaignFault => ({ path, code, message, values });
