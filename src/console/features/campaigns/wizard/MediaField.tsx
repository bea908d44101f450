import { useRef, useState, type ReactNode } from 'react';
import { ActionIcon, FileButton, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconFile, IconPhoto, IconTrash, IconUpload, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Answer } from '../../../api/api';
import { uploadFile } from '../../../api/files';
import type { Campaign } from '../../../api/live.types';
import { useTexts } from '../../../i18n/texts';
import { ProblemAlert } from '../../../ui/ProblemAlert';
import { useFormat } from '../../../ui/use-format';
import { putCampaign } from '../../../api/campaigns';
import { wizardTexts } from './wizard.texts';

/** The one file that goes with all versions. It is saved when it is chosen, apart from the texts. */
export function MediaField({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const t = useTexts(wizardTexts);
  const { percent } = useFormat();
  const queries = useQueryClient();
  const stop = useRef<AbortController>(null);
  const [sending, setSending] = useState<{ readonly name: string; readonly share: number } | null>(null);
  const [over, setOver] = useState(false);
  const put = (record: Campaign): void => void putCampaign(queries, record);
  const path = { id: campaign.id };

  const upload = useMutation({
    mutationFn: (file: File) => {
      stop.current = new AbortController();
      setSending({ name: file.name, share: 0 });
      return uploadFile<Answer<'/campaigns/{id}/media-upload', 'post'>>(`/campaigns/${campaign.id}/media-upload`, file, {
        signal: stop.current.signal,
        onProgress: (share) => setSending({ name: file.name, share }),
      });
    },
    onSuccess: put,
    onSettled: () => setSending(null),
  });
  const remove = useMutation({ mutationFn: () => api.delete('/campaigns/{id}/media-upload', { params: { path } }), onSuccess: put });
  const error = upload.error?.name === 'AbortError' ? null : (upload.error ?? remove.error);
  const Glyph = campaign.mediaType?.startsWith('image/') ? IconPhoto : IconFile;

  return (
    <Stack gap="xs">
      <Text fw={500} size="sm">
        {t('media')}
      </Text>
      <Paper
        withBorder
        p="sm"
        style={{ borderStyle: 'dashed', ...(over && { borderColor: 'var(--mantine-primary-color-filled)' }) }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const [file] = event.dataTransfer.files;
          if (file !== undefined && sending === null) upload.mutate(file);
        }}
      >
        {sending !== null ? (
          <Group wrap="nowrap">
            <Stack gap={4} style={{ flex: 1 }}>
              <Text size="sm">{t('mediaSending', { name: sending.name, percent: percent(Math.floor(sending.share * 100) / 100) })}</Text>
              <Progress value={sending.share * 100} aria-label={t('media')} />
            </Stack>
            <ActionIcon aria-label={t('mediaStop')} size={36} onClick={() => stop.current?.abort()}>
              <IconX size={18} aria-hidden />
            </ActionIcon>
          </Group>
        ) : campaign.mediaName !== null ? (
          <Group wrap="nowrap">
            <Glyph size={22} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
            <Text size="sm" style={{ flex: 1, overflowWrap: 'anywhere' }}>
              {campaign.mediaName}
            </Text>
            <ActionIcon aria-label={t('mediaRemove', { name: campaign.mediaName })} size={36} loading={remove.isPending} onClick={() => remove.mutate()}>
              <IconTrash size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Group>
        ) : (
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed" style={{ flex: '1 1 14rem' }}>
              {t('mediaHint')}
            </Text>
            <FileButton onChange={(file) => file && upload.mutate(file)}>
              {(props) => (
                <Button {...props} variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
                  {t('mediaChoose')}
                </Button>
              )}
            </FileButton>
          </Group>
        )}
      </Paper>
      <ProblemAlert error={error} />
    </Stack>
  );
}
