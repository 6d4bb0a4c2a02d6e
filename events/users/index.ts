import { userErased } from './user-erased.v1.ts';
import { userProfileUpdated } from './user-profile-updated.v1.ts';
import { userRegistered } from './user-registered.v1.ts';
import { userRegistrationRepeated } from './user-registration-repeated.v1.ts';
import { userRolesChanged } from './user-roles-changed.v1.ts';

export const userEvents = [userRegistered, userRegistrationRepeated, userProfileUpdated, userRolesChanged, userErased];
