import type { ReactNode } from 'react';
import { Button, Drawer, Group, Paper, Stack, Text, Timeline, Title } from '@mantine/core';
import { IconArrowRight, IconPoint } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { StatusChip } from '../../ui/StatusChip';
import { useFormat } from '../../ui/use-format';
import { phoneText } from '../../ui/phone.rules';
import { reportTexts } from './report.texts';
import { STATUS_LOOKS } from './status-look';
import { useStory, type Shipping, type Story } from './use-report';

export interface StoryDrawerProps {
  readonly campaignId: number;
  /** Null: closed. */
  readonly shippingId: number | null;
  /** Its row, when the list holds it. */
  readonly shipping: Shipping | undefined;
  onClose(): void;
}

/** Why a contact is where it is: what happened to it, in order, and what comes next. */
export function StoryDrawer({ campaignId, shippingId, shipping, onClose }: StoryDrawerProps): ReactNode {
  const t = useTexts(reportTexts);
  const { data: story, error, refetch } = useStory(campaignId, shippingId);
  const number = phoneText(story?.number ?? shipping?.number ?? '');
  return (
    <Drawer opened={shippingId !== null} onClose={onClose} position="right" size="md" title={<Title order={2} size="h4" component="span">{t('whyOf', { number })}</Title>} closeButtonProps={{ 'aria-label': t('close'), size: 'lg' }}>
      <Stack>
        {(story?.name ?? shipping?.name) !== undefined && (
          <Group justify="space-between">
            <Text fw={600}>{story?.name ?? shipping?.name}</Text>
            {shipping && <StatusChip {...STATUS_LOOKS[shipping.status]} label={t(shipping.status)} />}
          </Group>
        )}
        <ProblemAlert error={error} retry={() => void refetch()} />
        {story === undefined ? error === null && <SkeletonRows rows={5} /> : <Told story={story} />}
        {shipping && (
          <section>
            <Title order={3} size="h6" mb={4}>
              {t('textSent')}
            </Title>
            <Paper withBorder p="sm">
              <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {shipping.message}
              </Text>
            </Paper>
          </section>
        )}
        <Button variant="default" onClick={onClose}>
          {t('close')}
        </Button>
      </Stack>
    </Drawer>
  );
}

function Told({ story }: { readonly story: Story }): ReactNode {
  const t = useTexts(reportTexts);
  const { dateTime } = useFormat();
  return (
    <>
      <section>
        <Title order={3} size="h6" mb={4}>
          {t('now')}
        </Title>
        <Text>{story.summary}</Text>
      </section>
      <section>
        <Title order={3} size="h6" mb="xs">
          {t('steps')}
        </Title>
        <Timeline bulletSize={18} lineWidth={2} active={story.steps.length}>
          {story.steps.map(({ at, text }, place) => (
            <Timeline.Item key={`${at} ${place}`} bullet={<IconPoint size={12} aria-hidden />} title={<Text size="sm">{text}</Text>}>
              <Text size="xs" c="dimmed" component="time" dateTime={at}>
                {dateTime(at)}
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
      </section>
      <section>
        <Title order={3} size="h6" mb={4}>
          {t('next')}
        </Title>
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <IconArrowRight size={18} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <div>
            <Text size="sm">{story.next.text}</Text>
            {story.next.at !== null && (
              <Text size="sm" c="dimmed">
                {t('nextAt', { time: dateTime(story.next.at) })}
              </Text>
            )}
          </div>
        </Group>
      </section>
    </>
  );
}
