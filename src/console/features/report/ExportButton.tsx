import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { downloadFile } from '../../api/files';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { useFormat } from '../../ui/use-format';
import { bytesText, type Status } from './report.rules';
import { reportTexts } from './report.texts';

export interface ExportButtonProps {
  readonly campaignId: number;
  readonly status: Status | null;
  readonly search: string;
}

/** What the list shows, as a file. It is written while it is read, so nobody knows its size before its end: the bytes so far are told. */
export function ExportButton({ campaignId, status, search }: ExportButtonProps): ReactNode {
  const t = useTexts(reportTexts);
  const { number } = useFormat();
  const notify = useNotify();
  const [bytes, setBytes] = useState<number | null>(null);
  const under = useRef<AbortController | null>(null);
  useEffect(() => () => under.current?.abort(), []);

  async function download(): Promise<void> {
    const giveUp = new AbortController();
    under.current = giveUp;
    setBytes(0);
    const query = new URLSearchParams({ ...(status !== null && { status }), ...(search !== '' && { search }) });
    const name = [t('exportFile', { id: campaignId }), ...(status === null ? [] : [t(status).toLowerCase().replaceAll(' ', '-')])].join('-');
    try {
      await downloadFile(`/campaigns/${campaignId}/detailed-report.csv?${query.toString()}`, `${name}.csv`, { onBytes: setBytes, signal: giveUp.signal });
      notify.done(t('exported'));
    } catch (error) {
      if (!giveUp.signal.aborted) notify.problem(error);
    }
    setBytes(null);
  }

  if (bytes === null) {
    return (
      <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} onClick={() => void download()}>
        {t('export')}
      </Button>
    );
  }
  return (
    <Group gap="xs" role="status">
      <Text size="sm" className="tabular" miw={150} ta="right">
        {t('exporting', { bytes: bytesText(bytes, number) })}
      </Text>
      <Button variant="default" onClick={() => under.current?.abort()}>
        {t('exportStop')}
      </Button>
    </Group>
  );
}
