import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** One colour of our own; green, red and yellow speak of states. */
const squad: MantineColorsTuple = ['#eef3ff', '#dce6fb', '#b8c9f2', '#92abea', '#718fe1', '#5a7ddc', '#4468cf', '#3656b3', '#2b4794', '#1f3573'];

/** Mantine draws it as a `<header>`, which outside the page's own sections would be a second banner of the page. */
const titleBar = { header: { role: 'presentation' } };
const boldTitle = { title: { fontWeight: 650 } };

export const theme = createTheme({
  colors: { squad },
  primaryColor: 'squad',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650' },
  respectReducedMotion: true,
  // By name: importing them here would put each of them into the first load.
  components: {
    // A status is a word; in capitals it is longer and reads slower.
    Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 600, radius: 'sm' } },
    Button: { defaultProps: { fw: 600 } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    // Its stand-in for the first focus is no item of a menu; the first item takes it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { centered: true, attributes: titleBar }, styles: boldTitle },
    Drawer: { defaultProps: { attributes: titleBar }, styles: boldTitle },
    // Beside a title Mantine greys the text, below AA.
    Notification: { styles: { description: { color: 'var(--mantine-color-dimmed)' } } },
    Table: { defaultProps: { verticalSpacing: 'var(--row-gap)', horizontalSpacing: 'md' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
});

const TINTED = ['squad', 'gray', 'red', 'pink', 'grape', 'violet', 'indigo', 'blue', 'cyan', 'teal', 'green', 'lime', 'yellow', 'orange'] as const;

/**
 * Mantine's own tints do not carry text: light badges, alerts and dimmed words are below 4.5:1, the ratio of WCAG AA. Here
 * text on a tint is near black, or near white, of the same hue.
 */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const light: Record<string, string> = {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-anchor': 'var(--mantine-color-squad-8)',
  };
  const dark: Record<string, string> = {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-anchor': 'var(--mantine-color-squad-3)',
  };
  for (const color of TINTED) {
    light[`--mantine-color-${color}-light-color`] = `color-mix(in srgb, var(--mantine-color-${color}-9), black 35%)`;
    light[`--mantine-color-${color}-outline`] = `color-mix(in srgb, var(--mantine-color-${color}-9), black 20%)`;
    light[`--mantine-color-${color}-text`] = `color-mix(in srgb, var(--mantine-color-${color}-9), black 20%)`;
    dark[`--mantine-color-${color}-light-color`] = `var(--mantine-color-${color}-2)`;
    dark[`--mantine-color-${color}-outline`] = `var(--mantine-color-${color}-3)`;
    dark[`--mantine-color-${color}-text`] = `var(--mantine-color-${color}-3)`;
  }
  return { variables: {}, light, dark };
};
