import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Template, TemplateResource } from '../local/cloud/assembly/manifest.ts';
import { adaptTo } from '../local/shop/adapt.ts';

type Rewrite = (template: Template) => Template;

const TEMPLATE = '.template.json';

/**
 * Rewrites the templates of a synthesized assembly in place. A template is uploaded under the hash
 * of its content, so a rewritten one gets a new hash. Under the old one, the CDK would skip the
 * upload of a template that is there already.
 */
export async function rewriteTemplates(assemblyDir: string, rewrite: Rewrite): Promise<void> {
  const files = (await readdir(assemblyDir)).filter((file) => file.endsWith(TEMPLATE));
  for (const file of files) {
    const path = join(assemblyDir, file);
    const text = JSON.stringify(rewrite(JSON.parse(await readFile(path, 'utf8'))));
    await writeFile(path, text);
    const assets = join(assemblyDir, `${file.slice(0, -TEMPLATE.length)}.assets.json`);
    const former = await hashOf(file, assets);
    const hash = createHash('sha256').update(text).digest('hex');
    for (const manifest of [assets, join(assemblyDir, 'manifest.json')]) {
      await writeFile(manifest, (await readFile(manifest, 'utf8')).replaceAll(former, hash));
    }
  }
}

async function hashOf(file: string, assets: string): Promise<string> {
  const { files } = JSON.parse(await readFile(assets, 'utf8')) as {
    files: Record<string, { source: { path: string } }>;
  };
  const asset = Object.entries(files).find(([, { source }]) => source.path === file);
  if (asset === undefined) throw new Error(`${assets} does not name ${file}.`);
  return asset[0];
}

/**
 * Sends the functions that know Stripe's secret to a stand-in, and puts a key into the secret that
 * the stand-in accepts. The local cloud does the same.
 */
export const withStripeAt = (url: string): Rewrite => {
  const adapt = adaptTo(url);
  return mapResources((logicalId, resource) => {
    const { Type: type, Properties: properties = {} } = resource;
    return { ...resource, Properties: adapt({ stack: '', logicalId, type, properties }).properties };
  });
};

/** Types that MiniStack's CloudFormation refuses in a template. No resource refers to them. */
const UNKNOWN_TO_MINISTACK: readonly string[] = ['AWS::Events::Archive'];

/**
 * Leaves out or replaces the parts that MiniStack 1.5.33 cannot deploy. docs/localstack.md lists
 * them with their reasons.
 */
export const forMiniStack = (endpoint: string): Rewrite => {
  const known = mapResources((_, resource) => (UNKNOWN_TO_MINISTACK.includes(resource.Type) ? undefined : resource));
  const keyed = mapResources((_, resource) => withTokenKeysOf(endpoint, resource));
  return (template) => withProviderName(keyed(known(template))) as Template;
};

const mapResources =
  (map: (logicalId: string, resource: TemplateResource) => TemplateResource | undefined): Rewrite =>
  (template) => {
    const mapped = Object.entries(template.Resources ?? {}).flatMap(([id, resource]) => {
      const kept = map(id, resource);
      return kept === undefined ? [] : [[id, kept] as const];
    });
    return { ...template, Resources: Object.fromEntries(mapped) };
  };

/**
 * MiniStack's tokens name AWS as their issuer, but only MiniStack has the keys. They are at
 * `<endpoint>/<pool>/`, where the pool is the end of the issuer.
 */
function withTokenKeysOf(endpoint: string, resource: TemplateResource): TemplateResource {
  const { Variables } = (resource.Properties?.Environment ?? {}) as { readonly Variables?: { TOKEN_ISSUER?: unknown } };
  if (Variables?.TOKEN_ISSUER === undefined) return resource;
  const pool = { 'Fn::Select': [3, { 'Fn::Split': ['/', Variables.TOKEN_ISSUER] }] };
  const TOKEN_KEYS_URL = { 'Fn::Join': ['', [`${endpoint}/`, pool, '/.well-known/jwks.json']] };
  return {
    ...resource,
    Properties: { ...resource.Properties, Environment: { Variables: { ...Variables, TOKEN_KEYS_URL } } },
  };
}

/** MiniStack's user pools lack the attribute ProviderURL. It is ProviderName with a scheme. */
function withProviderName(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withProviderName);
  if (typeof node !== 'object' || node === null) return node;
  const { 'Fn::GetAtt': reference } = node as { readonly 'Fn::GetAtt'?: unknown };
  if (Array.isArray(reference) && reference[1] === 'ProviderURL') {
    return { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [reference[0], 'ProviderName'] }]] };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withProviderName(value)]));
}
