import { useState, type ReactNode } from 'react';
import { ActionIcon, Paper, Table, Text, Title } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { Count } from '../../ui/Count';
import { NOTHING } from '../../ui/format';
import { useFormat } from '../../ui/use-format';
import { reportTexts } from './report.texts';
import { useVariants, type Variant } from './use-report';
import { verdictOf } from './variants.rules';
import classes from './Variants.module.css';

const RATES = ['delivered', 'read', 'replied', 'failed'] as const;
type Rate = (typeof RATES)[number];
const TITLES = { delivered: 'rateDelivered', read: 'rateRead', replied: 'rateReplied', failed: 'rateFailed' } as const satisfies Record<Rate, string>;
const COLORS: Readonly<Record<Rate, string>> = { delivered: 'teal', read: 'green', replied: 'grape', failed: 'red' };

/** The messages of a campaign side by side. Of one alone there is nothing to compare. */
export function Variants({ campaignId }: { readonly campaignId: number }): ReactNode {
  const t = useTexts(reportTexts);
  const { data: variants = [] } = useVariants(campaignId);
  const verdict = verdictOf(variants.map(({ variant, sent, replied }) => ({ variant, tried: sent, hits: replied })));
  if (verdict === null) return null;
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="variants-title">
      <Title order={2} size="h5" id="variants-title">
        {t('variants')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {verdict.kind === 'small' && t('verdictSmall', { fewest: verdict.fewest })}
        {verdict.kind === 'even' && t('verdictEven')}
        {verdict.kind === 'best' && t('verdictBest', { variant: verdict.variant })} {t('variantsHint')}
      </Text>
      <div className={classes['frame']} tabIndex={0} role="group" aria-labelledby="variants-title">
        <Table aria-labelledby="variants-title" horizontalSpacing="xs" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('variant')}</Table.Th>
              <Table.Th scope="col" ta="right">
                {t('variantSent')}
              </Table.Th>
              {RATES.map((rate) => (
                <Table.Th key={rate} scope="col" className={classes['rateHead'] ?? ''}>
                  {t(TITLES[rate])}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {variants.map((variant) => (
              <VariantRows key={variant.variant} {...variant} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Paper>
  );
}

function VariantRows({ variant, message, sent, rates }: Variant): ReactNode {
  const t = useTexts(reportTexts);
  const { percent } = useFormat();
  const [opened, setOpened] = useState(false);
  const Chevron = opened ? IconChevronDown : IconChevronRight;
  return (
    <>
      <Table.Tr>
        <Table.Th scope="row" className={classes['name'] ?? ''}>
          <ActionIcon aria-label={t('showText', { number: variant })} aria-expanded={opened} onClick={() => setOpened(!opened)} className={classes['toggle'] ?? ''}>
            <Chevron size={18} aria-hidden />
          </ActionIcon>
          <span>{t('variantNumber', { number: variant })}</span>
          <Text size="sm" c="dimmed" truncate title={message} component="span" className={classes['text'] ?? ''}>
            {message}
          </Text>
        </Table.Th>
        <Table.Td ta="right">
          <Count value={sent} />
        </Table.Td>
        {RATES.map((rate) => {
          const share = rates[rate];
          return (
            <Table.Td key={rate}>
              <span className={classes['rate']}>
                <span className={classes['track']} aria-hidden>
                  <span style={{ inlineSize: `${(share ?? 0) * 100}%`, background: `var(--mantine-color-${COLORS[rate]}-filled)` }} />
                </span>
                <span>{share === null ? NOTHING : percent(share)}</span>
              </span>
            </Table.Td>
          );
        })}
      </Table.Tr>
      {opened && (
        <Table.Tr>
          <Table.Td colSpan={RATES.length + 2}>
            <Text size="sm" className={classes['whole'] ?? ''}>
              {message}
            </Text>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
