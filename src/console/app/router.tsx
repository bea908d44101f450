/** Every address of the console, each with its own chunk. What an address shows is in `features/<screen>/`. */
import type { ReactNode } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { useSession } from '../api/session';
import { NoPermission } from '../ui/NoPermission';
import { NotFoundPage } from './NotFoundPage';
import { RouteError } from './RouteError';
import { RequireSession } from './RequireSession';

type Page = () => ReactNode;

/** Shows a screen to admins only; the others are told whom to ask. */
const forAdmins = (Screen: Page): Page =>
  function ForAdmins() {
    return useSession().isAdmin ? <Screen /> : <NoPermission />;
  };

/** The router shows nothing at all for a route whose `lazy` fails: what is loaded instead fails when it is drawn, and that it tells. */
const broken = (error: unknown): Page =>
  function Broken(): ReactNode {
    throw error;
  };

const screen = (path: string, load: () => Promise<Page>): RouteObject => ({
  path,
  errorElement: <RouteError />,
  HydrateFallback: Blank,
  lazy: async () => ({ Component: await load().catch(broken) }),
});

function Blank(): ReactNode {
  return null;
}

export const router = createBrowserRouter([
  screen('/login', async () => (await import('./LoginRoute')).LoginRoute),
  {
    element: <RequireSession />,
    errorElement: <RouteError />,
    HydrateFallback: Blank,
    children: [
      screen('/', async () => (await import('../features/home/HomePage')).HomePage),
      screen('/campaigns', async () => (await import('../features/campaigns/CampaignsPage')).CampaignsPage),
      screen('/campaigns/new', async () => (await import('../features/campaigns/CampaignWizardPage')).CampaignWizardPage),
      screen('/campaigns/:id', async () => (await import('../features/campaigns/CampaignPage')).CampaignPage),
      screen('/campaigns/:id/edit', async () => (await import('../features/campaigns/CampaignWizardPage')).CampaignWizardPage),
      screen('/campaigns/:id/report', async () => (await import('../features/report/ReportPage')).ReportPage),
      screen('/lists', async () => (await import('../features/lists/ListsPage')).ListsPage),
      screen('/lists/:id', async () => (await import('../features/lists/ListPage')).ListPage),
      screen('/lists/:id/import', async () => (await import('../features/lists/ImportPage')).ImportPage),
      screen('/simulator', async () => forAdmins((await import('../features/simulator/SimulatorPage')).SimulatorPage)),
      screen('/settings', async () => (await import('../features/settings/SettingsPage')).SettingsPage),
      { path: '*', Component: NotFoundPage },
    ],
  },
]);
