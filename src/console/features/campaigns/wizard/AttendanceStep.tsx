import { useState, type ReactNode } from 'react';
import { NumberInput, Paper, Select, Stack, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/api';
import { useTexts } from '../../../i18n/texts';
import { useFormat } from '../../../ui/use-format';
import { ContactPreview } from './ContactPreview';
import type { Draft } from './draft.rules';
import { TextVariants } from './TextVariants';
import type { Wizard } from './use-wizard';
import { wizardTexts } from './wizard.texts';
import classes from './Wizard.module.css';

/** Step 3: whether people are asked first, and who looks after their answers. */
export function AttendanceStep({ wizard }: { readonly wizard: Wizard }): ReactNode {
  const { draft, preview } = wizard;
  const [open, setOpen] = useState(0);
  return (
    <div className={draft.confirmation ? classes['beside'] : undefined}>
      <Stack gap="lg" maw={720}>
        <Asking wizard={wizard} open={open} onOpen={setOpen} />
        <Ticket wizard={wizard} />
      </Stack>
      {draft.confirmation && <ContactPreview template={draft.questions[open] ?? draft.questions[0] ?? ''} samples={preview.data?.samples ?? []} campaign={null} />}
    </div>
  );
}

function Asking({ wizard, open, onOpen }: { readonly wizard: Wizard; readonly open: number; onOpen(variant: number): void }): ReactNode {
  const t = useTexts(wizardTexts);
  const { duration } = useFormat();
  const { draft, set, faults, known, preview } = wizard;
  return (
    <Paper withBorder p="md">
      <Stack>
        <Switch label={t('confirmation')} description={t('confirmationHint')} checked={draft.confirmation} onChange={(event) => set({ confirmation: event.currentTarget.checked })} />
        {draft.confirmation && (
          <>
            <TextVariants
              field="confirmationMessage"
              texts={draft.questions}
              open={open}
              variables={preview.data?.variables ?? []}
              known={known}
              faults={faults}
              onOpen={onOpen}
              onChange={(questions) => set({ questions })}
            />
            <NumberInput
              label={t('timeout')}
              description={t('timeoutHint', { duration: duration((draft.timeoutMinutes || 0) * 60_000) })}
              value={draft.timeoutMinutes}
              min={1}
              max={43_200}
              allowDecimal={false}
              error={faults['confirmationTimeoutMinutes']}
              onChange={(value) => set({ timeoutMinutes: value === '' ? Number.NaN : Number(value) })}
              maw={320}
            />
          </>
        )}
      </Stack>
    </Paper>
  );
}

const STATUSES = ['open', 'pending', 'closed'] as const satisfies readonly Draft['statusTicket'][];

function Ticket({ wizard: { draft, set, faults } }: { readonly wizard: Wizard }): ReactNode {
  const t = useTexts(wizardTexts);
  const queues = useQuery({ queryKey: ['queues'], queryFn: ({ signal }) => api.get('/queue', { signal }), enabled: draft.openTicket });
  const users = useQuery({ queryKey: ['users', 'names'], queryFn: ({ signal }) => api.get('/users/list', { signal }), enabled: draft.openTicket });
  const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));
  const named = (rows: readonly { readonly id: number; readonly name: string }[] = []) => rows.map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <Paper withBorder p="md">
      <Stack>
        <Switch label={t('openTicket')} description={t('openTicketHint')} checked={draft.openTicket} onChange={(event) => set({ openTicket: event.currentTarget.checked })} />
        {draft.openTicket && (
          <Stack maw={420}>
            <Select
              label={t('statusTicket')}
              allowDeselect={false}
              data={STATUSES.map((status) => ({ value: status, label: t(status) }))}
              value={draft.statusTicket}
              onChange={(value) => set({ statusTicket: STATUSES.find((status) => status === value) ?? 'pending' })}
            />
            <Select label={t('queue')} placeholder={t('nobody')} clearable searchable data={named(queues.data)} value={draft.queueId?.toString() ?? null} onChange={(value) => set({ queueId: numberOf(value) })} error={faults['queueId']} />
            <Select label={t('user')} placeholder={t('nobody')} clearable searchable data={named(users.data)} value={draft.userId?.toString() ?? null} onChange={(value) => set({ userId: numberOf(value) })} error={faults['userId']} />
          </Stack>
        )}
      </Stack>
    </Paper>
  );
}
