import { useState, type ReactNode } from 'react';
import { Button, SegmentedControl, Text } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { DataList, type Column } from '../../ui/DataList';
import { NOTHING } from '../../ui/format';
import type { ImportAnswer } from './import.rules';
import { importTexts } from './import.texts';
import { phoneText } from '../../ui/phone.rules';
import { VerdictChip } from './VerdictChip';

type Line = ImportAnswer['preview'][number];
type Refused = ImportAnswer['errors'][number];

/** Enough to see whether the columns are right. */
const GLANCE = 10;

/** The first lines with their verdicts, or the first of those that are invalid. */
export function LinesPreview({ found }: { readonly found: ImportAnswer }): ReactNode {
  const t = useTexts(importTexts);
  const [which, setWhich] = useState<'first' | 'invalid'>('first');
  const shown = found.invalid === 0 ? 'first' : which;
  return (
    <>
      {found.invalid > 0 && (
        <SegmentedControl
          mb="sm"
          aria-label={t('shownWhich')}
          value={shown}
          onChange={setWhich}
          data={[
            { value: 'first', label: t('shownFirst', { count: found.preview.length }) },
            { value: 'invalid', label: t('shownInvalid', { n: found.invalid }) },
          ]}
        />
      )}
      {shown === 'first' ? <First found={found} /> : <Invalid found={found} />}
    </>
  );
}

function First({ found }: { readonly found: ImportAnswer }): ReactNode {
  const t = useTexts(importTexts);
  const [all, setAll] = useState(false);
  const reasons = new Map(found.errors.map(({ line, reason }) => [line, reason]));
  const reasonOf = ({ line, verdict }: Line): string => (verdict === 'invalid' ? (reasons.get(line) ?? '') : verdict === 'imported' ? '' : t(`${verdict}Reason`));
  const others = found.columns.keys.flatMap((key, index) => (key === null || key === 'nome' || key === 'numero' ? [] : [{ key, index }]));
  const columns: readonly Column<Line>[] = [
    { key: 'line', header: t('line'), align: 'right', width: '5rem', cell: ({ line }) => <Text c="dimmed">{line}</Text> },
    {
      key: 'verdict',
      header: t('verdict'),
      width: '18rem',
      onCard: 'wide',
      cell: (line) => (
        <>
          <VerdictChip verdict={line.verdict} />
          {line.verdict !== 'imported' && (
            <Text size="sm" mt={2}>
              {reasonOf(line)}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'number',
      header: t('number'),
      width: '12rem',
      cell: ({ number, verdict }) => <span style={{ overflowWrap: 'anywhere' }}>{number === '' ? NOTHING : verdict === 'invalid' ? number : phoneText(number)}</span>,
    },
    { key: 'name', header: t('name'), onCard: 'title', cell: ({ name, cells }) => name || cells[found.columns.keys.indexOf('nome')] || <Text c="dimmed">{NOTHING}</Text> },
    {
      key: 'others',
      header: t('others'),
      cell: ({ cells }) => (
        <Text size="sm" c="dimmed" lineClamp={2}>
          {others.filter(({ index }) => (cells[index] ?? '') !== '').map(({ key, index }) => `${key}: ${cells[index]}`).join(' · ') || NOTHING}
        </Text>
      ),
    },
  ];
  const rows = all ? found.preview : found.preview.slice(0, GLANCE);
  return (
    <>
      <DataList label={t('previewHead')} columns={columns} rows={rows} rowKey={({ line }) => line} />
      {rows.length < found.preview.length && (
        <Button variant="default" mt="sm" onClick={() => setAll(true)}>
          {t('showAll', { count: found.preview.length })}
        </Button>
      )}
    </>
  );
}

function Invalid({ found: { errors, invalid } }: { readonly found: ImportAnswer }): ReactNode {
  const t = useTexts(importTexts);
  const columns: readonly Column<Refused>[] = [
    { key: 'line', header: t('line'), align: 'right', width: '5rem', cell: ({ line }) => <Text c="dimmed">{line}</Text> },
    { key: 'column', header: t('column'), width: '12rem', cell: ({ column }) => column || NOTHING },
    { key: 'value', header: t('value'), width: '16rem', onCard: 'title', cell: ({ value }) => <span style={{ overflowWrap: 'anywhere' }}>{value || NOTHING}</span> },
    { key: 'reason', header: t('reason'), onCard: 'wide', cell: ({ reason }) => <Text size="sm">{reason}</Text> },
  ];
  return (
    <>
      <DataList label={t('shownInvalid', { n: invalid })} columns={columns} rows={errors} rowKey={({ line }) => line} />
      {errors.length < invalid && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('invalidMore', { shown: errors.length, all: invalid })}
        </Text>
      )}
    </>
  );
}
