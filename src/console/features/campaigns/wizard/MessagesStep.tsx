import { useState, type ReactNode } from 'react';
import { Stack, Text } from '@mantine/core';
import { useTexts } from '../../../i18n/texts';
import { ContactPreview } from './ContactPreview';
import { MediaField } from './MediaField';
import { TextVariants } from './TextVariants';
import type { Wizard } from './use-wizard';
import { wizardTexts } from './wizard.texts';
import classes from './Wizard.module.css';

/** Step 2: what they get. */
export function MessagesStep({ wizard }: { readonly wizard: Wizard }): ReactNode {
  const t = useTexts(wizardTexts);
  const { campaign, draft, set, faults, known, preview } = wizard;
  const [open, setOpen] = useState(0);
  return (
    <div className={classes['beside']}>
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          {t('variantsHint')}
        </Text>
        <TextVariants
          field="message"
          texts={draft.messages}
          open={open}
          variables={preview.data?.variables ?? []}
          known={known}
          faults={faults}
          onOpen={setOpen}
          onChange={(messages) => set({ messages })}
        />
        {campaign !== null && <MediaField campaign={campaign} />}
      </Stack>
      <ContactPreview template={draft.messages[open] ?? draft.messages[0] ?? ''} samples={preview.data?.samples ?? []} campaign={campaign} />
    </div>
  );
}
