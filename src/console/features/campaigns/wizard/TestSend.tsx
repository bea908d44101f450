import { useState, type ReactNode } from 'react';
import { Button, Group, Paper, Select, Stack, TagsInput, Text, Title } from '@mantine/core';
import { IconDeviceMobileMessage } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../api/api';
import { newKey } from '../../../api/idempotency';
import type { Campaign } from '../../../api/live.types';
import { isProblem } from '../../../api/problem';
import { useSession } from '../../../api/session';
import { useTexts } from '../../../i18n/texts';
import { useNotify } from '../../../ui/notify';
import { ProblemAlert } from '../../../ui/ProblemAlert';
import { reviewTexts } from './review.texts';
import { testNumbers } from './test-numbers';
import type { Sample } from './use-preview';

export interface TestSendProps {
  readonly campaign: Campaign;
  readonly samples: readonly Sample[];
  /** As they are saved; blank ones cannot be tried. */
  readonly variants: readonly string[];
}

const ALL = 'all';
const MAX_NUMBERS = 5;

/** The messages to one's own phone, with the data of a contact of the list. */
export function TestSend({ campaign, samples, variants }: TestSendProps): ReactNode {
  const t = useTexts(reviewTexts);
  const notify = useNotify();
  const { user } = useSession();
  const remembered = testNumbers(user.id);
  const [numbers, setNumbers] = useState<string[]>(remembered.load);
  const [variant, setVariant] = useState(ALL);
  const [itemId, setItemId] = useState(samples[0]?.itemId ?? null);
  const send = useMutation({
    mutationFn: () =>
      api.post('/campaigns/{id}/test-send', {
        params: { path: { id: campaign.id }, header: { 'Idempotency-Key': newKey() } },
        body: { numbers, ...(variant !== ALL && { variant: Number(variant) }), ...(itemId !== null && { itemId }) },
      }),
    onSuccess: ({ deliveries }) => {
      remembered.keep(numbers);
      notify.done(t('testSent', { count: deliveries.length }));
    },
  });
  const wrong = isProblem(send.error) ? send.error.faults.find(({ path }) => path.startsWith('numbers')) : undefined;

  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <div>
          <Title order={3} size="h5">
            {t('testTitle')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('testText')}
          </Text>
        </div>
        <Group align="flex-start" gap="sm">
          <TagsInput
            label={t('testNumbers')}
            description={t('testNumbersHint')}
            value={numbers}
            onChange={setNumbers}
            maxTags={MAX_NUMBERS}
            acceptValueOnBlur
            splitChars={[',', ';']}
            error={wrong?.message}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            style={{ flex: '2 1 18rem' }}
          />
          <Select
            label={t('testVariant')}
            allowDeselect={false}
            data={[{ value: ALL, label: t('testAll') }, ...variants.flatMap((text, i) => (text.trim() === '' ? [] : [{ value: String(i + 1), label: t('variant', { number: i + 1 }) }]))]}
            value={variant}
            onChange={(value) => setVariant(value ?? ALL)}
            style={{ flex: '1 1 10rem' }}
          />
          {samples.length > 0 && (
            <Select
              label={t('testContact')}
              allowDeselect={false}
              searchable
              data={samples.map((sample) => ({ value: String(sample.itemId), label: `${sample.name} (${sample.number})` }))}
              value={itemId === null ? null : String(itemId)}
              onChange={(value) => setItemId(value === null ? null : Number(value))}
              style={{ flex: '1 1 12rem' }}
            />
          )}
        </Group>
        <ProblemAlert error={wrong === undefined ? send.error : null} />
        <Group>
          <Button variant="default" leftSection={<IconDeviceMobileMessage size={18} aria-hidden />} disabled={numbers.length === 0} loading={send.isPending} onClick={() => send.mutate()}>
            {t('testSend')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
