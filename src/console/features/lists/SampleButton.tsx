import type { ReactNode } from 'react';
import { Button, type ButtonProps } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { listsTexts } from './lists.texts';
import { downloadSample } from './sample-csv';

export function SampleButton(props: ButtonProps): ReactNode {
  const t = useTexts(listsTexts);
  return (
    <Button variant="default" leftSection={<IconDownload size={18} stroke={1.6} aria-hidden />} {...props} onClick={() => downloadSample(t('sampleName'))}>
      {t('sample')}
    </Button>
  );
}
