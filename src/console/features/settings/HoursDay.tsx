import type { ReactNode } from 'react';
import { ActionIcon, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react';
import { useLanguage } from '../../i18n/language';
import { useTexts } from '../../i18n/texts';
import { ClockField } from './ClockField';
import { faultOf, nextSpan, type Span, type Weekday } from './hours.rules';
import classes from './HoursDay.module.css';
import { settingsTexts } from './settings.texts';

export interface HoursDayProps {
  readonly weekday: Weekday;
  readonly spans: readonly Span[];
  readonly canEdit: boolean;
  onSpans(spans: readonly Span[]): void;
  /** To the other workdays. */
  onCopy?(): void;
}

/** A Sunday, to name weekdays by. */
const SUNDAY = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;

const nameOf = (weekday: number, language: string): string => {
  const name = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(SUNDAY + weekday * DAY_MS);
  return name.charAt(0).toUpperCase() + name.slice(1);
};

export function HoursDay({ weekday, spans, canEdit, onSpans, onCopy }: HoursDayProps): ReactNode {
  const t = useTexts(settingsTexts);
  const day = nameOf(weekday, useLanguage());
  const put = (index: number, change: Partial<Span>): void => onSpans(spans.map((span, at) => (at === index ? { ...span, ...change } : span)));
  return (
    <div className={classes['day']} role="group" aria-label={day}>
      <span className={classes['name']}>{day}</span>
      <Stack gap="xs" className={classes['spans'] ?? ''}>
        {spans.length === 0 && (
          <Text c="dimmed" py={6}>
            {t('closed')}
          </Text>
        )}
        {spans.map((span, index) => {
          const fault = faultOf(span, spans[index - 1]);
          return (
            // Spans have no identity but their place.
            <div key={index}>
              <Group gap="xs" wrap="nowrap">
                <ClockField
                  w={88}
                  aria-label={t('openOf', { day, n: index + 1 })}
                  value={span.open}
                  error={fault !== null}
                  onChange={(open) => put(index, { open })}
                />
                <span>{t('until')}</span>
                <ClockField
                  w={88}
                  aria-label={t('closeOf', { day, n: index + 1 })}
                  value={span.close}
                  error={fault !== null}
                  onChange={(close) => put(index, { close })}
                />
                {canEdit && (
                  <ActionIcon size={36} aria-label={t('removeSpan', { day, n: index + 1 })} onClick={() => onSpans(spans.filter((_, at) => at !== index))}>
                    <IconX size={18} stroke={1.6} aria-hidden />
                  </ActionIcon>
                )}
              </Group>
              {fault !== null && (
                <Text size="sm" c="var(--mantine-color-error)" role="alert">
                  {t(fault)}
                </Text>
              )}
            </div>
          );
        })}
      </Stack>
      {canEdit && (
        <Group gap={4} wrap="nowrap">
          <ActionIcon size={36} aria-label={t('addSpan', { day })} onClick={() => onSpans([...spans, nextSpan(spans)])}>
            <IconPlus size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
          {onCopy !== undefined && (
            <Tooltip label={t('copyWorkdays')}>
              <ActionIcon size={36} aria-label={`${day}: ${t('copyWorkdays')}`} onClick={onCopy}>
                <IconCopy size={18} stroke={1.6} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      )}
    </div>
  );
}
