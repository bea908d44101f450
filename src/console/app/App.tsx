/** What every screen may count on: colours, server state, addresses. */
import { useEffect, useState, type ReactNode } from 'react';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { createQueryClient } from '../api/query-client';
import { listenForShortcuts } from '../ui/shortcuts';
import { cssVariablesResolver, theme } from '../ui/theme';
import { router } from './router';

const colorSchemeManager = localStorageColorSchemeManager({ key: 'esquadrao.colors' });

export function App(): ReactNode {
  const [queries] = useState(createQueryClient);
  useEffect(listenForShortcuts, []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
