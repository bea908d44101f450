import type { ReactNode } from 'react';
import { IconHammer } from '@tabler/icons-react';
import { texts, useTexts } from '../../i18n/texts';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';

const words = texts({
  title: { pt: 'Nova campanha', en: 'New campaign' },
  text: { pt: 'Esta tela está a caminho.', en: 'This screen is on its way.' },
});

export function CampaignWizardPage(): ReactNode {
  const t = useTexts(words);
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState icon={IconHammer} title={t('title')} text={t('text')} />
    </>
  );
}
