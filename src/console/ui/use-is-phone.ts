import { useMediaQuery } from '@mantine/hooks';

/** Narrower than 768 px: cards instead of tables, tabs instead of the side menu. */
export const useIsPhone = (): boolean => useMediaQuery('(width < 48em)', false, { getInitialValueInEffect: false });
