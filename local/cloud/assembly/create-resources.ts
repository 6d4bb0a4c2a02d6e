import type { Cloud, Created, Resource, ResourceType } from '../cloud.ts';
import { OperatorError } from '../operator-error.ts';
import { type SecretOf, withSecrets } from './dynamic-references.ts';
import { evaluateCondition, noValue, references, resolve, type Scope } from './intrinsics.ts';
import type { Stack, TemplateResource } from './manifest.ts';
import { unknownProperties } from './property-check.ts';

export type ResourceTypes = Readonly<Record<string, ResourceType>>;

export interface CreatedResource {
  readonly resource: Resource;
  readonly created: Created;
}

export interface Deployment {
  readonly resources: readonly CreatedResource[];
  /** By stack, then by output name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Changes a resource before it is created, for the few things that differ on this machine. */
export type Adapt = (resource: Resource) => Resource;

/**
 * Creates every resource of the stacks, each after the resources that it refers to. Creates none
 * when a type or a property is not understood: the rejection lists all of them, one per line.
 */
export async function createResources(
  stacks: readonly Stack[],
  types: ResourceTypes,
  cloud: Cloud,
  adapt: Adapt = (resource) => resource,
  secretOf: SecretOf = () => undefined,
): Promise<Deployment> {
  const problems = stacks.flatMap((stack) => problemsOf(stack, types, cloud));
  if (problems.length > 0) throw new OperatorError(problems.join('\n'));
  const exports = new Map<string, unknown>();
  const resources: CreatedResource[] = [];
  const outputs: Record<string, Record<string, string>> = {};
  for (const stack of stacks) {
    const deployed = await createStack(stack, types, cloud, exports, { adapt, secretOf });
    resources.push(...deployed.resources);
    outputs[stack.name] = deployed.outputs;
  }
  return { resources, outputs };
}

/** One line per type or property of the stack that is not understood. */
function problemsOf(stack: Stack, types: ResourceTypes, cloud: Cloud): string[] {
  const scope = scopeOf(stack, cloud, {
    ref: (logicalId) => `\${${logicalId}}`,
    attribute: (logicalId, name) => `\${${logicalId}.${name}}`,
    importValue: (name) => `\${${name}}`,
    shapeOnly: true,
  });
  return Object.entries(stack.template.Resources ?? {}).flatMap(([logicalId, resource]) => {
    if (!isWanted(resource, scope)) return [];
    const place = `${stack.name}/${logicalId} (${resource.Type})`;
    const type = types[resource.Type];
    if (type === undefined) return [`${place}: the local cloud does not know this resource type`];
    try {
      const properties = resolve(resource.Properties ?? {}, scope) as Record<string, unknown>;
      return unknownProperties(properties, type.properties).map(
        (path) => `${place}: the local cloud does not understand the property ${path}`,
      );
    } catch (error) {
      return [`${place}: ${(error as Error).message}`];
    }
  });
}

async function createStack(
  stack: Stack,
  types: ResourceTypes,
  cloud: Cloud,
  exports: Map<string, unknown>,
  { adapt, secretOf }: { readonly adapt: Adapt; readonly secretOf: SecretOf },
): Promise<{ readonly resources: readonly CreatedResource[]; readonly outputs: Record<string, string> }> {
  const made = new Map<string, CreatedResource>();
  const madeOf = (logicalId: string): CreatedResource => {
    const found = made.get(logicalId);
    if (found === undefined) throw new Error(`there is no resource or parameter ${logicalId}`);
    return found;
  };
  const scope = scopeOf(stack, cloud, {
    ref: (logicalId) => madeOf(logicalId).created.ref,
    attribute: (logicalId, name) => {
      const { created, resource } = madeOf(logicalId);
      const value = created.attributes?.[name];
      if (value === undefined) throw new Error(`${logicalId} (${resource.type}) has no attribute ${name} here`);
      return value;
    },
    importValue: (name) => {
      if (!exports.has(name)) throw new Error(`no stack exports ${name}`);
      return exports.get(name);
    },
  });

  for (const [logicalId, resource] of inDependencyOrder(stack, scope)) {
    const place = `${stack.name}/${logicalId} (${resource.Type})`;
    try {
      const resolved = resolve(resource.Properties ?? {}, scope) as Record<string, unknown>;
      const properties = withSecrets(resolved, secretOf);
      const wanted = adapt({ stack: stack.name, logicalId, type: resource.Type, properties });
      const created = await types[resource.Type]?.create(wanted, cloud);
      if (created !== undefined) made.set(logicalId, { resource: wanted, created });
    } catch (error) {
      throw new OperatorError(`${place}: ${(error as Error).message}`, { cause: error });
    }
  }
  return { resources: [...made.values()], outputs: outputsOf(stack, scope, exports) };
}

function outputsOf(stack: Stack, scope: Scope, exports: Map<string, unknown>): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(stack.template.Outputs ?? {})) {
    if (output.Condition !== undefined && !scope.condition(output.Condition)) continue;
    try {
      const value = resolve(output.Value, scope);
      outputs[name] = String(value);
      if (output.Export !== undefined) exports.set(String(resolve(output.Export.Name, scope)), value);
    } catch (error) {
      throw new OperatorError(`${stack.name}, output ${name}: ${(error as Error).message}`, { cause: error });
    }
  }
  return outputs;
}

function inDependencyOrder(stack: Stack, scope: Scope): (readonly [string, TemplateResource])[] {
  const resources = stack.template.Resources ?? {};
  const ordered: (readonly [string, TemplateResource])[] = [];
  const state = new Map<string, 'visiting' | 'done'>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    const resource = resources[logicalId];
    if (resource === undefined || state.get(logicalId) === 'done' || !isWanted(resource, scope)) return;
    if (state.get(logicalId) === 'visiting') {
      throw new OperatorError(`${stack.name}: circular dependency ${[...path, logicalId].join(' → ')}`);
    }
    state.set(logicalId, 'visiting');
    const dependencies = [...references(resource.Properties), ...[resource.DependsOn ?? []].flat()];
    for (const dependency of dependencies) visit(dependency, [...path, logicalId]);
    state.set(logicalId, 'done');
    ordered.push([logicalId, resource]);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId, []);
  return ordered;
}

function isWanted(resource: TemplateResource, scope: Scope): boolean {
  return resource.Condition === undefined || scope.condition(resource.Condition);
}

function scopeOf(
  stack: Stack,
  cloud: Cloud,
  lookups: Pick<Scope, 'ref' | 'attribute' | 'importValue' | 'shapeOnly'>,
): Scope {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': cloud.accountId,
    'AWS::Region': cloud.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${cloud.region}:${cloud.accountId}:stack/${stack.name}/local`,
    'AWS::NoValue': noValue,
    'AWS::NotificationARNs': [],
  };
  const { Conditions = {}, Mappings = {}, Parameters = {} } = stack.template;
  const scope: Scope = {
    ...lookups,
    ref(logicalId) {
      if (logicalId in pseudo) return pseudo[logicalId];
      const parameter = Parameters[logicalId];
      if (parameter === undefined) return lookups.ref(logicalId);
      if (parameter.Default === undefined) throw new Error(`the parameter ${logicalId} has no default`);
      return parameter.Default;
    },
    condition(name) {
      if (!(name in Conditions)) throw new Error(`there is no condition ${name}`);
      return evaluateCondition(Conditions[name], scope);
    },
    mapping(map, first, second) {
      const value = Mappings[map]?.[first]?.[second];
      if (value === undefined) throw new Error(`there is no mapping ${map}.${first}.${second}`);
      return value;
    },
  };
  return scope;
}
