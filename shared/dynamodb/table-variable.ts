/** The environment variable that names a domain's table to a function, e.g. `CART_TABLE`. */
export const tableVariable = (domain: string): string => `${domain.toUpperCase()}_TABLE`;
