/** The state of the wizard: what is typed, what of it is saved, which step is open, what is wrong. */
import { useState } from 'react';
import { useMutation, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { api } from '../../../api/api';
import { now } from '../../../api/clock';
import { useIdempotencyKey } from '../../../api/idempotency';
import type { Campaign } from '../../../api/live.types';
import { faultsByPath, isProblem } from '../../../api/problem';
import { useSession } from '../../../api/session';
import { useTexts } from '../../../i18n/texts';
import { wallTimeOf } from '../../../ui/wall-time';
import { putCampaign, refetchCampaign } from '../../../api/campaigns';
import { blankDraft, bodyOf, draftOf, faultsOf, sameTexts, stepOf, STEPS, type Draft, type FaultCode, type Step } from './draft.rules';
import { keptDraft } from './kept-draft';
import { usePreview, type Preview } from './use-preview';
import { wizardTexts } from './wizard.texts';

export interface Wizard {
  /** As it is saved; null before the first save. */
  readonly campaign: Campaign | null;
  readonly draft: Draft;
  set(change: Partial<Draft>): void;
  readonly step: Step;
  /** The last step that may be opened: what comes after an incomplete one has to wait. */
  readonly furthest: Step;
  /** Checks and saves the open step when it lies behind; the way back is always free. */
  go(step: Step): void;
  saveAndLeave(): void;
  readonly saving: boolean;
  readonly dirty: boolean;
  /** What stands at a field, by its name in the API. */
  readonly faults: Readonly<Record<string, string>>;
  /** A save that failed for another reason than a field. */
  readonly error: unknown;
  readonly preview: UseQueryResult<Preview>;
  /** Variables that have a value; null while nobody knows. */
  readonly known: ReadonlySet<string> | null;
  readonly restored: boolean;
  discard(): void;
  forget(): void;
}

/** @param start what a new campaign begins with: the list that the person comes from */
export function useWizard(campaign: Campaign | null, start: Partial<Draft>): Wizard {
  const t = useTexts(wizardTexts);
  const { user, company, timezone } = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [address, setAddress] = useSearchParams();
  const key = useIdempotencyKey();
  const preview = usePreview(campaign);

  const kept = keptDraft(company.id, user.id, campaign?.id ?? null);
  const [saved, setSaved] = useState<Draft>(() => (campaign === null ? { ...blankDraft, ...start } : draftOf(campaign, timezone)));
  const [restoredDraft] = useState(kept.load);
  const [draft, setDraft] = useState<Draft>(() => (restoredDraft === null ? saved : { ...restoredDraft, contactListId: start.contactListId ?? restoredDraft.contactListId }));
  const [restored, setRestored] = useState(() => restoredDraft !== null && !sameTexts(draft, saved));
  const [checked, setChecked] = useState<ReadonlySet<Step>>(new Set());
  const [told, setTold] = useState<Readonly<Record<string, string>>>({});

  const known = preview.data === undefined ? null : new Set(preview.data.variables.map((variable) => variable.key));
  const faultsIn = (step: Step): Readonly<Record<string, FaultCode>> => faultsOf(step, draft, known, wallTimeOf(now(), timezone));
  const incomplete = STEPS.find((step) => Object.keys(faultsIn(step)).length > 0);
  const furthest: Step = campaign === null ? 'audience' : (incomplete ?? 'review');
  const asked = STEPS.find((step) => step === address.get('step')) ?? 'audience';
  const step = STEPS.indexOf(asked) > STEPS.indexOf(furthest) ? furthest : asked;
  const dirty = !sameTexts(draft, saved);

  const save = useMutation({
    mutationFn: () =>
      campaign === null
        ? api.post('/campaigns', { params: { header: key.header }, body: bodyOf(draft) })
        : api.put('/campaigns/{id}', { params: { path: { id: campaign.id } }, body: bodyOf(draft) }),
    onSuccess: (record) => {
      setSaved(draft);
      setTold({});
      setRestored(false);
      if (draft.when === 'now') kept.forget();
      putCampaign(queries, record);
    },
    onError: (error) => {
      if (isProblem(error) && error.status === 409 && campaign !== null) void refetchCampaign(queries, campaign.id);
      if (!isProblem(error) || error.faults.length === 0) return;
      setTold(faultsByPath(error));
      const [first] = error.faults;
      if (first !== undefined && !error.faults.some(({ path }) => stepOf(path) === step)) open(stepOf(first.path));
    },
  });

  function open(next: Step): void {
    setAddress((before) => ({ ...Object.fromEntries(before), step: next }));
  }

  /** Saves what is not saved, then `done` with the campaign's id. */
  function afterSave(done: (id: number) => void): void {
    if (campaign !== null && !dirty) return done(campaign.id);
    save.mutate(undefined, { onSuccess: (record) => done(record.id) });
  }

  function goOn(next: Step): void {
    setChecked((before) => new Set([...before, step]));
    if (Object.keys(faultsIn(step)).length > 0) return focusFault();
    afterSave((id) => (campaign === null ? void navigate(`/campaigns/${id}/edit?step=${next}`, { replace: true }) : open(next)));
  }

  const shown = Object.fromEntries(STEPS.filter((one) => checked.has(one)).flatMap((one) => Object.entries(faultsIn(one)).map(([field, code]) => [field, t(code)])));

  return {
    campaign,
    draft,
    set(change) {
      const next = { ...draft, ...change };
      setDraft(next);
      kept.keep(next);
      setTold({});
    },
    step,
    furthest,
    go: (next) => (STEPS.indexOf(next) <= STEPS.indexOf(step) ? open(next) : goOn(next)),
    saveAndLeave: () => afterSave((id) => void navigate(`/campaigns/${id}`)),
    saving: save.isPending,
    dirty,
    faults: { ...told, ...shown },
    error: isProblem(save.error) && save.error.faults.length > 0 ? null : save.error,
    preview,
    known,
    restored,
    discard() {
      kept.forget();
      setDraft(saved);
      setRestored(false);
    },
    forget: kept.forget,
  };
}

/** After the faults have been drawn. */
function focusFault(): void {
  window.setTimeout(() => document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus(), 0);
}
