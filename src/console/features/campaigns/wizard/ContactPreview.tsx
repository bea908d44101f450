import { useState, type ReactNode } from 'react';
import { ActionIcon, Group, Stack, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { Campaign } from '../../../api/live.types';
import { useTexts } from '../../../i18n/texts';
import { useFormat } from '../../../ui/use-format';
import { useNow } from '../../../ui/use-now';
import { PhonePreview } from '../PhonePreview';
import { useMediaUrl } from '../use-media-url';
import type { Sample } from './use-preview';
import { wizardTexts } from './wizard.texts';

export interface ContactPreviewProps {
  /** What is being typed. */
  readonly template: string;
  readonly samples: readonly Sample[];
  /** Of which the file is shown; null: none goes with it. */
  readonly campaign: Campaign | null;
}

/** The message as one contact of the list would get it, and the next one, and the next. */
export function ContactPreview({ template, samples, campaign }: ContactPreviewProps): ReactNode {
  const t = useTexts(wizardTexts);
  const format = useFormat();
  const now = useNow();
  const [index, setIndex] = useState(0);
  const sample = samples[Math.min(index, samples.length - 1)];
  const name = sample?.name.trim() || sample?.number || t('someone');
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} size="sm">
          {t('previewTitle')}
        </Text>
        {samples.length > 1 && (
          <Group gap={4} wrap="nowrap">
            <ActionIcon aria-label={t('previewBefore')} size={36} disabled={index === 0} onClick={() => setIndex(index - 1)}>
              <IconChevronLeft size={18} aria-hidden />
            </ActionIcon>
            <Text size="xs" c="dimmed" className="tabular" aria-live="polite">
              {t('previewContact', { index: Math.min(index, samples.length - 1) + 1, total: samples.length })}
            </Text>
            <ActionIcon aria-label={t('previewAfter')} size={36} disabled={index >= samples.length - 1} onClick={() => setIndex(index + 1)}>
              <IconChevronRight size={18} aria-hidden />
            </ActionIcon>
          </Group>
        )}
      </Group>
      <WithMedia campaign={campaign}>
        {(media) => (
          <PhonePreview to={name} label={t('previewOf', { name })} template={template} values={new Map(Object.entries(sample?.values ?? {}))} media={media} time={format.time(now)} empty={t('previewEmpty')} />
        )}
      </WithMedia>
    </Stack>
  );
}

type Media = { readonly name: string; readonly type: string; readonly url: string | null };

function WithMedia({ campaign, children }: { readonly campaign: Campaign | null; children(media: Media | null): ReactNode }): ReactNode {
  const url = useMediaUrl(campaign ?? { id: 0, mediaPath: null, mediaType: null });
  return children(campaign === null || campaign.mediaName === null ? null : { name: campaign.mediaName, type: campaign.mediaType ?? '', url });
}
