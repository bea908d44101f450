/** What every screen may count on: colours, server state, dialogs, messages, addresses. */
import { useEffect, useState, type ReactNode } from 'react';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { createQueryClient } from '../api/query-client';
import { useTexts } from '../i18n/texts';
import { listenForShortcuts } from '../ui/shortcuts';
import { cssVariablesResolver, theme } from '../ui/theme';
import { uiTexts } from '../ui/ui.texts';
import { router } from './router';

const colorSchemeManager = localStorageColorSchemeManager({ key: 'esquadrao.colors' });

export function App(): ReactNode {
  const t = useTexts(uiTexts);
  const [queries] = useState(createQueryClient);
  useEffect(listenForShortcuts, []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <ModalsProvider labels={{ confirm: 'OK', cancel: t('cancel') }}>
          <Notifications position="bottom-right" />
          <RouterProvider router={router} />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
