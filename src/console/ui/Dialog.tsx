import type { ReactNode } from 'react';
import { Modal, type ModalProps } from '@mantine/core';
import { useTexts } from '../i18n/texts';
import { uiTexts } from './ui.texts';

/** Mantine's dialog, its button to close with a name; its head, which stands outside the page, is no second head of the page. */
export function Dialog(props: ModalProps): ReactNode {
  const t = useTexts(uiTexts);
  return <Modal closeButtonProps={{ 'aria-label': t('close') }} attributes={{ header: { role: 'presentation' } }} {...props} />;
}
