/** Its name is the same in every language. */
export const PRODUCT = 'Esquadrão';
