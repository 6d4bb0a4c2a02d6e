import type { Stack, TemplateResource } from '../assembly/manifest.ts';

interface ChangedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
}

/** The resources that differ between two syntheses. Code is not compared: it is reloaded. */
export function changedResources(before: readonly Stack[], after: readonly Stack[]): readonly ChangedResource[] {
  const then = resourcesOf(before);
  const now = resourcesOf(after);
  return [...new Map([...then, ...now])].flatMap(([name, { stack, logicalId, resource }]) => {
    const [was, is] = [then.get(name)?.resource, now.get(name)?.resource];
    const isSame = was !== undefined && is !== undefined && withoutCode(was) === withoutCode(is);
    return isSame ? [] : [{ stack, logicalId, type: resource.Type }];
  });
}

const resourcesOf = (stacks: readonly Stack[]) =>
  new Map(
    stacks.flatMap(({ name: stack, template }) =>
      Object.entries(template.Resources ?? {}).map(
        ([logicalId, resource]) => [`${stack}/${logicalId}`, { stack, logicalId, resource }] as const,
      ),
    ),
  );

function withoutCode({ Type, Properties, DependsOn, Condition }: TemplateResource): string {
  const { Code: _, ...properties } = Properties ?? {};
  return JSON.stringify([Type, Type === 'AWS::Lambda::Function' ? properties : Properties, DependsOn, Condition]);
}
