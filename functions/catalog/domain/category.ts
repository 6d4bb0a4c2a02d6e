export interface CategoryDetails {
  readonly name: string;
  readonly description?: string | undefined;
}

/** `version` counts the changes of its own fields, not of what is in it. */
export interface Category extends CategoryDetails {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}
