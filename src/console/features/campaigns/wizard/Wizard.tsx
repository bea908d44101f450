import { useEffect, useRef, type ReactNode } from 'react';
import { Alert, Button, Group, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconClock, IconRestore } from '@tabler/icons-react';
import type { Campaign } from '../../../api/live.types';
import { useTexts } from '../../../i18n/texts';
import { PageHeader } from '../../../ui/PageHeader';
import { ProblemAlert } from '../../../ui/ProblemAlert';
import { useFormat } from '../../../ui/use-format';
import { AttendanceStep } from './AttendanceStep';
import { AudienceStep } from './AudienceStep';
import { STEPS, type Draft, type Step } from './draft.rules';
import { MessagesStep } from './MessagesStep';
import { PaceStep } from './PaceStep';
import { ReviewStep } from './ReviewStep';
import { StepBar } from './StepBar';
import { useWizard, type Wizard as WizardState } from './use-wizard';
import { wizardTexts } from './wizard.texts';
import classes from './Wizard.module.css';

const SCREENS: Readonly<Record<Step, (props: { readonly wizard: WizardState }) => ReactNode>> = {
  audience: AudienceStep,
  messages: MessagesStep,
  attendance: AttendanceStep,
  pace: PaceStep,
  review: ReviewStep,
};

/** A campaign is written in five steps; each is saved as it is left, and what is not saved yet is kept in the browser. */
export function Wizard({ campaign, start = {} }: { readonly campaign: Campaign | null; readonly start?: Partial<Draft> }): ReactNode {
  const t = useTexts(wizardTexts);
  const format = useFormat();
  const wizard = useWizard(campaign, start);
  const { step } = wizard;
  const Screen = SCREENS[step];
  const index = STEPS.indexOf(step);
  const before = STEPS[index - 1];
  const after = STEPS[index + 1];
  const title = useStepFocus(step);

  return (
    <>
      <PageHeader title={campaign === null ? t('newTitle') : campaign.name} breadcrumbs={[{ label: t('campaigns'), to: '/campaigns' }]} />
      <StepBar step={step} furthest={wizard.furthest} go={wizard.go} />
      {wizard.restored && (
        <Alert color="squad" icon={<IconRestore aria-hidden />} title={t('restoredTitle')} mb="lg" role="status">
          <Group justify="space-between">
            <Text size="sm">{t('restoredText')}</Text>
            <Button variant="default" size="xs" onClick={wizard.discard}>
              {t('discard')}
            </Button>
          </Group>
        </Alert>
      )}
      {campaign?.status === 'PROGRAMADA' && (
        <Alert color="yellow" icon={<IconClock aria-hidden />} title={t('scheduledTitle', { at: format.dateTime(campaign.scheduledAt) })} mb="lg">
          {t('scheduledText')}
        </Alert>
      )}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (after !== undefined) wizard.go(after);
        }}
      >
        <Title order={2} size="h3" mb="md" tabIndex={-1} ref={title} className={classes['title'] ?? ''}>
          {t(step)}
        </Title>
        <Screen wizard={wizard} />
        {wizard.error !== null && (
          <div className={classes['problem']}>
            <ProblemAlert error={wizard.error} />
          </div>
        )}
        <footer className={classes['foot']}>
          {before !== undefined && (
            <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={() => wizard.go(before)}>
              {t('back')}
            </Button>
          )}
          <Text size="sm" c="dimmed" className={classes['state'] ?? ''} role="status">
            {wizard.dirty ? t('keptHere') : campaign !== null && t(campaign.status === 'INATIVA' ? 'savedDraft' : 'savedAll')}
          </Text>
          {campaign !== null && after !== undefined && (
            <Button variant="subtle" onClick={wizard.saveAndLeave} disabled={wizard.saving}>
              {t('saveAndLeave')}
            </Button>
          )}
          {after !== undefined && (
            <Button type="submit" loading={wizard.saving} rightSection={<IconArrowRight size={18} aria-hidden />}>
              {t('next')}
            </Button>
          )}
        </footer>
      </form>
    </>
  );
}

/** Another step begins at its title, for the eyes and for who listens; the first one of a visit does not take the focus. */
function useStepFocus(step: Step): React.RefObject<HTMLHeadingElement | null> {
  const title = useRef<HTMLHeadingElement>(null);
  const last = useRef(step);
  useEffect(() => {
    if (last.current === step) return;
    last.current = step;
    title.current?.focus();
    window.scrollTo(0, 0);
  }, [step]);
  return title;
}
