import { useState, type ReactNode } from 'react';
import { Badge, Button, Group, NumberInput, Paper, Slider, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { isProblem } from '../../api/problem';
import type { Connection } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { StatusChip } from '../../ui/StatusChip';
import { useFormat } from '../../ui/use-format';
import { isTroubled, NORMAL, presetOf, PRESETS, replyTextsOf, sameKnobs, withPreset, type Knobs, type Preset } from './knobs.rules';
import { simulatorTexts } from './simulator.texts';
import { useKnobs, useSetKnobs } from './use-simulator';
import classes from './KnobsPane.module.css';

export function KnobsPane({ connection }: { readonly connection: Connection }): ReactNode {
  const t = useTexts(simulatorTexts);
  const { data: knobs, error, refetch } = useKnobs(connection.id);
  return (
    <Paper withBorder p="md" className={classes['pane'] ?? ''}>
      <Group justify="space-between" mb={4}>
        <Title order={2} size="h5">
          {t('knobsOf', { name: connection.name })}
        </Title>
        {knobs && <StatusChip {...(isTroubled(knobs) ? { color: 'orange', icon: IconAlertTriangle } : { color: 'green', icon: IconCheck })} label={t(isTroubled(knobs) ? 'troubled' : 'healthy')} />}
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        {t('knobsHint')}
      </Text>
      <ProblemAlert error={error} retry={() => void refetch()} />
      {knobs === undefined ? error === null && <SkeletonRows rows={8} /> : <KnobsForm connection={connection} inForce={knobs} />}
    </Paper>
  );
}

type RateKnob = 'failRate' | 'failLaterRate' | 'unavailableRate' | 'rateLimitRate' | 'dropAnswerRate' | 'readRate' | 'duplicateAckRate' | 'lostAckRate' | 'replyRate';
type TimeKnob = 'latencyMs' | 'jitterMs' | 'ackMs' | 'lateAckMs';
const LONGEST_MS = 3_600_000;
const MINUTE = 60_000;

function KnobsForm({ connection, inForce }: { readonly connection: Connection; readonly inForce: Knobs }): ReactNode {
  const t = useTexts(simulatorTexts);
  const { percent } = useFormat();
  const notify = useNotify();
  const save = useSetKnobs(connection.id);
  const [knobs, setKnobs] = useState(inForce);
  const [phrases, setPhrases] = useState(inForce.replyTexts.join('\n'));
  const wanted: Knobs = { ...knobs, replyTexts: replyTextsOf(phrases) };
  const changed = !sameKnobs(wanted, inForce);
  const preset = presetOf(wanted);
  const set = (change: Partial<Knobs>): void => setKnobs((before) => ({ ...before, ...change }));

  function apply(next: Knobs): void {
    setKnobs(next);
    setPhrases(next.replyTexts.join('\n'));
    save.mutate(next, { onSuccess: () => notify.done(t('applied', { name: connection.name })) });
  }

  const rate = (knob: RateKnob): ReactNode => <Rate key={knob} label={t(knob)} hint={t(`${knob}Hint`)} value={knobs[knob]} shown={percent(knobs[knob])} onChange={(value) => set({ [knob]: value })} />;
  const time = (knob: TimeKnob): ReactNode => (
    <NumberInput key={knob} label={t(knob)} description={t(`${knob}Hint`)} suffix={t('ms')} min={0} max={LONGEST_MS} step={100} clampBehavior="strict" allowDecimal={false} value={knobs[knob]} onChange={(value) => set({ [knob]: Number(value) || 0 })} />
  );
  const faultOf = (path: string): string | undefined => (isProblem(save.error) ? save.error.faults.find((fault) => fault.path === path)?.message : undefined);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply(wanted);
      }}
    >
      <Stack gap="md">
        <Group gap={6} role="group" aria-label={t('presets')}>
          {(Object.keys(PRESETS) as Preset[]).map((name) => (
            <Button key={name} size="xs" className={classes['preset'] ?? ''} variant={preset === name ? 'filled' : 'default'} aria-pressed={preset === name} onClick={() => apply(withPreset(wanted, name))}>
              {t(name)}
            </Button>
          ))}
        </Group>
        <KnobSet title={t('speed')}>
          {time('latencyMs')}
          {time('jitterMs')}
          <NumberInput
            label={t('maxPerSecond')}
            description={t('maxPerSecondHint')}
            placeholder={t('noLimit')}
            min={1}
            allowDecimal={false}
            value={knobs.maxPerSecond ?? ''}
            onChange={(value) => set({ maxPerSecond: value === '' ? null : Math.max(1, Number(value)) })}
          />
        </KnobSet>
        <KnobSet title={t('troubles')}>
          {rate('failRate')}
          <TextInput label={t('errorCode')} description={t('errorCodeHint')} value={knobs.errorCode} maxLength={40} error={faultOf('errorCode')} onChange={(event) => set({ errorCode: event.currentTarget.value })} />
          {rate('failLaterRate')}
          {rate('unavailableRate')}
          {rate('rateLimitRate')}
          {rate('dropAnswerRate')}
          <NumberInput
            label={t('disconnectMin')}
            description={t('disconnectMinHint')}
            suffix={t('minutes')}
            min={0}
            max={60}
            allowDecimal={false}
            value={Math.ceil(knobs.disconnectMs / MINUTE)}
            onChange={(value) => set({ disconnectMs: (Number(value) || 0) * MINUTE })}
          />
        </KnobSet>
        <KnobSet title={t('acks')}>
          <Switch label={t('receipts')} description={t('receiptsHint')} checked={knobs.receipts} onChange={(event) => set({ receipts: event.currentTarget.checked })} />
          {time('ackMs')}
          {rate('readRate')}
          {rate('duplicateAckRate')}
          {rate('lostAckRate')}
          {time('lateAckMs')}
          <Switch label={t('reorderAcks')} description={t('reorderAcksHint')} checked={knobs.reorderAcks} onChange={(event) => set({ reorderAcks: event.currentTarget.checked })} />
        </KnobSet>
        <KnobSet title={t('replies')}>
          {rate('replyRate')}
          <Textarea label={t('replyTexts')} autosize minRows={3} maxRows={8} value={phrases} onChange={(event) => setPhrases(event.currentTarget.value)} />
        </KnobSet>
        <KnobSet title={t('luck')}>
          <TextInput label={t('seed')} description={t('seedHint')} value={knobs.seed} maxLength={64} onChange={(event) => set({ seed: event.currentTarget.value })} />
        </KnobSet>
        <ProblemAlert error={save.error} shownFields={['errorCode']} />
        <div className={classes['foot']}>
          <Text size="sm" mih="1.55em" role="status">
            {changed && <Badge color="yellow">{t('unsaved')}</Badge>}
          </Text>
          <Group gap="xs" justify="flex-end">
            <Button variant="default" disabled={save.isPending || sameKnobs(wanted, NORMAL)} onClick={() => apply(NORMAL)}>
              {t('reset')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!changed}>
              {t('apply')}
            </Button>
          </Group>
        </div>
      </Stack>
    </form>
  );
}

function KnobSet({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <fieldset className={classes['set']}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface RateProps {
  readonly label: string;
  readonly hint: string;
  /** 0..1 */
  readonly value: number;
  readonly shown: string;
  onChange(value: number): void;
}

function Rate({ label, hint, value, shown, onChange }: RateProps): ReactNode {
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" fw={500}>
          {label}
        </Text>
        <Text size="sm" className="tabular" fw={600}>
          {shown}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" mb={4}>
        {hint}
      </Text>
      <Slider
        min={0}
        max={100}
        step={1}
        label={null}
        size="sm"
        thumbSize={20}
        thumbLabel={label}
        thumbProps={{ 'aria-valuetext': shown }}
        value={Math.round(value * 100)}
        onChange={(percents) => onChange(percents / 100)}
        className={classes['slider'] ?? ''}
      />
    </div>
  );
}
