import { createHash } from 'node:crypto';
import type { Cloud, Resource } from '../cloud.ts';

/**
 * The template's name, or a generated one that stays the same from run to run. It has
 * CloudFormation's form, with a hash as its random part.
 */
export function physicalName(resource: Resource, property: string, maxLength: number): string {
  const given = resource.properties[property];
  if (typeof given === 'string') return given;
  const suffix = stableId(resource, 12).toUpperCase();
  return `${`${resource.stack}-${resource.logicalId}`.slice(0, maxLength - suffix.length - 1)}-${suffix}`;
}

/**
 * Hexadecimal characters (at most 64) that identify the resource and stay the same from run to run.
 */
export function stableId(resource: Resource, length: number): string {
  return createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest('hex').slice(0, length);
}

/** An ARN in AWS's form, `arn:aws:<service>:<region>:<account>:<rest>`. */
export function arn(cloud: Pick<Cloud, 'region' | 'accountId'>, service: string, rest: string): string {
  return `arn:aws:${service}:${cloud.region}:${cloud.accountId}:${rest}`;
}
