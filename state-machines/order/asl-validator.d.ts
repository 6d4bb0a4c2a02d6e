/** The package brings no types. */
declare module 'asl-validator' {
  export default function validate(
    definition: unknown,
    options?: { readonly checkArn?: boolean },
  ): { readonly isValid: boolean; readonly errorsText: (separator?: string) => string };
}
