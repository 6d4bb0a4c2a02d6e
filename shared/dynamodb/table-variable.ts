/** The environment variable that holds the name of a domain's table, e.g. `CART_TABLE`. */
export const tableVariable = (domain: string): string => `${domain.toUpperCase()}_TABLE`;
