import { breakingSchemaChanges, type Direction, flat, type Schema } from './breaking-schema-changes.ts';
import { resolve } from './references.ts';

type Json = Readonly<Record<string, unknown>>;
type Section = Readonly<Record<string, Json>>;

interface Operation {
  readonly path: string;
  readonly operationId?: string;
  readonly parameters?: readonly Json[];
  readonly requestBody?: Json;
  readonly responses: Section;
  readonly security?: readonly Json[];
}

interface Server {
  readonly url: string;
  readonly variables?: Readonly<Record<string, { readonly default: string }>>;
}

export interface Document {
  readonly servers?: readonly Server[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Section; readonly securitySchemes?: Section };
}

/** An operation before and after, and the documents that its references are of. */
interface Change {
  readonly released: Document;
  readonly current: Document;
  readonly before: Operation;
  readonly after: Operation;
}

/**
 * Lists the changes that break a client of the released document when it calls the current API, or
 * when it is generated anew. Requests are strict, so a request that was valid must stay valid.
 * Answers are open, so they may gain members, and problems may gain codes.
 */
export function breakingChanges(released: Document, current: Document): string[] {
  const paths = new Map(Object.keys(current.paths).map((path) => [withoutNames(path), path]));
  return [
    ...serverChanges(released, current),
    ...schemeChanges(released, current),
    ...Object.keys(released.components.schemas)
      .filter((name) => !(name in current.components.schemas))
      .map((name) => `the schema ${name} is removed`),
    ...Object.entries(released.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, before]) => {
        const present = paths.get(withoutNames(path)) ?? '';
        const after = current.paths[present]?.[method];
        const changes = after
          ? changesOf({
              released,
              current,
              before: { ...(before as Operation), path },
              after: { ...(after as Operation), path: present },
            })
          : ['is removed'];
        return changes.map((change) => `${method.toUpperCase()} ${path} ${change}`);
      }),
    ),
  ];
}

/** A request does not tell how the document names a part of the path. */
const withoutNames = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}');

function serverChanges(released: Document, current: Document): string[] {
  const urlsOf = ({ servers = [] }: Document) =>
    servers.map(({ url, variables = {} }) =>
      url.replaceAll(/\{([^}]*)\}/g, (_, name: string) => variables[name]?.default ?? ''),
    );
  const present = urlsOf(current);
  return urlsOf(released)
    .filter((url) => !present.includes(url))
    .map((url) => `the server ${url} is removed`);
}

/** A scheme that is gone shows in the operations that need it. */
function schemeChanges(released: Document, current: Document): string[] {
  return Object.entries(released.components.securitySchemes ?? {}).flatMap(([name, was]) => {
    const is = current.components.securitySchemes?.[name];
    return ['type', 'scheme', 'in', 'name']
      .filter((member) => is && is[member] !== was[member])
      .map((member) => `the security scheme ${name} has the ${member} ${is?.[member]} instead of ${was[member]}`);
  });
}

const changesOf = (change: Change): string[] => [
  ...operationIdChanges(change),
  ...securityChanges(change),
  ...parameterChanges(change),
  ...bodyChanges(change),
  ...responseChanges(change),
  ...codeChanges(change),
];

/** Generated clients have a function of this name. */
const operationIdChanges = ({ before, after }: Change): string[] =>
  before.operationId === after.operationId
    ? []
    : [`has the operationId ${after.operationId} instead of ${before.operationId}`];

const deref = (document: Document, value: Json | undefined): Json =>
  (typeof value?.$ref === 'string' ? resolve(document, value.$ref) : (value ?? {})) as Json;

/** Each kind of credentials that was enough must still be enough. */
function securityChanges({ before, after }: Change): string[] {
  const isEnough = (offered: Json) =>
    (after.security ?? [{}]).some((needed) => Object.keys(needed).every((scheme) => scheme in offered));
  return (before.security ?? [{}])
    .filter((offered) => !isEnough(offered))
    .map((offered) => `no longer lets in ${Object.keys(offered).join(' and ') || 'anybody'}`);
}

function parameterChanges({ released, current, before, after }: Change): string[] {
  const byKey = (document: Document, { path, parameters = [] }: Operation) =>
    new Map(
      parameters
        .map((parameter) => deref(document, parameter))
        .map((parameter) => [`${parameter.in} ${placeOf(path, parameter)}`, parameter]),
    );
  const [were, are] = [byKey(released, before), byKey(current, after)];
  const added = [...are].filter(([key, { required }]) => required && !were.get(key)?.required);
  return [
    ...added.map(([key]) => `requires the ${key}`),
    ...[...were].flatMap(([key, was]) => {
      const is = are.get(key);
      // A header that is no longer read does no harm.
      if (!is) return was.in === 'header' ? [] : [`no longer takes the ${key}`];
      return compare({ released, current }, was.schema, is.schema, 'request').map((change) => `${key}${change}`);
    }),
  ];
}

/** The name by which a request tells the parameter; in a path, its place. */
const placeOf = (path: string, { in: kind, name }: Json): string =>
  kind === 'path' ? `${[...(path.match(/\{[^}]*\}/g) ?? [])].indexOf(`{${name}}`) + 1}` : String(name).toLowerCase();

function bodyChanges({ released, current, before, after }: Change): string[] {
  if (!before.requestBody) return after.requestBody?.required ? ['requires a body'] : [];
  if (!after.requestBody) return ['no longer takes a body'];
  const required = after.requestBody.required && !before.requestBody.required ? ['requires a body'] : [];
  return [...required, ...contentChanges({ released, current }, before.requestBody, after.requestBody, 'request')];
}

function responseChanges({ released, current, before, after }: Change): string[] {
  return Object.entries(before.responses).flatMap(([status, response]) => {
    const was = deref(released, response);
    const answered = after.responses[status];
    if (!answered) return [`no longer answers ${status}`];
    const is = deref(current, answered);
    return [
      ...headerChanges({ released, current }, was, is),
      ...contentChanges({ released, current }, was, is, 'response'),
    ].map((change) => `${status} ${change}`);
  });
}

/** Clients tell problems apart by their codes, each with the status that it had. */
function codeChanges({ released, current, before, after }: Change): string[] {
  const codesOf = (document: Document, { responses }: Operation) =>
    Object.entries(responses).flatMap(([status, response]) => {
      const content = deref(document, response).content as Section | undefined;
      const schema = content?.['application/problem+json']?.schema as Schema | undefined;
      const code = schema && flat({ document, schema }).properties?.code;
      return (code ? (flat({ document, schema: code }).enum ?? []) : []).map((value) => `${status} ${value}`);
    });
  const present = codesOf(current, after);
  return codesOf(released, before)
    .filter((code) => !present.includes(code))
    .map((code) => `no longer answers ${code}`);
}

type Documents = Pick<Change, 'released' | 'current'>;

function headerChanges({ released, current }: Documents, was: Json, is: Json): string[] {
  return Object.entries((was.headers ?? {}) as Section).flatMap(([name, header]) => {
    const after = (is.headers as Section | undefined)?.[name];
    if (!after) return [`no longer has the header ${name}`];
    const [had, has] = [deref(released, header), deref(current, after)];
    return [
      ...(had.required && !has.required ? [`no longer always has the header ${name}`] : []),
      ...compare({ released, current }, had.schema, has.schema, 'response').map((change) => `header ${name}${change}`),
    ];
  });
}

const contentChanges = (documents: Documents, was: Json, is: Json, direction: Direction): string[] =>
  Object.entries((was.content ?? {}) as Section).flatMap(([type, media]) => {
    const after = (is.content as Section | undefined)?.[type];
    if (!after) return [`no longer has ${type}`];
    const isProblem = type === 'application/problem+json';
    return compare(documents, media.schema, after.schema, isProblem ? 'problem' : direction).map(
      (change) => `body${change}`,
    );
  });

const compare = (
  { released, current }: Documents,
  was: unknown = {},
  is: unknown = {},
  direction: Direction = 'response',
): string[] =>
  breakingSchemaChanges(
    { document: released, schema: was as Schema },
    { document: current, schema: is as Schema },
    direction,
  );
