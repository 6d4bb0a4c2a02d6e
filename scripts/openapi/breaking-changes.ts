import { breakingSchemaChanges, type Direction } from './breaking-schema-changes.ts';
import { resolve } from './references.ts';

type Json = Readonly<Record<string, unknown>>;
type Section = Readonly<Record<string, Json>>;

interface Operation {
  readonly parameters?: readonly Json[];
  readonly requestBody?: Json;
  readonly responses: Section;
  readonly security?: readonly Json[];
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** An operation before and after, and the documents that its references are of. */
interface Change {
  readonly released: Document;
  readonly current: Document;
  readonly before: Operation;
  readonly after: Operation;
}

/**
 * Lists the changes that break a client of the released document when it calls the current API.
 * Requests are strict, so a request that was valid must stay valid. Answers are open, so they may
 * gain members, and problems may gain codes.
 */
export function breakingChanges(released: Document, current: Document): string[] {
  return Object.entries(released.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, before]) => {
      const after = current.paths[path]?.[method];
      const changes = after
        ? changesOf({ released, current, before: before as Operation, after: after as Operation })
        : ['is removed'];
      return changes.map((change) => `${method.toUpperCase()} ${path} ${change}`);
    }),
  );
}

const changesOf = (change: Change): string[] => [
  ...securityChanges(change),
  ...parameterChanges(change),
  ...bodyChanges(change),
  ...responseChanges(change),
];

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
  const byName = (document: Document, { parameters = [] }: Operation) =>
    new Map(
      parameters
        .map((parameter) => deref(document, parameter))
        .map((parameter) => [`${parameter.in} ${String(parameter.name).toLowerCase()}`, parameter]),
    );
  const [were, are] = [byName(released, before), byName(current, after)];
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
    // A client does not depend on a problem that no longer occurs.
    if (!answered) return status.startsWith('2') ? [`no longer answers ${status}`] : [];
    const is = deref(current, answered);
    return [
      ...headerChanges({ released, current }, was, is),
      ...contentChanges({ released, current }, was, is, 'response'),
    ].map((change) => `${status} ${change}`);
  });
}

type Documents = Pick<Change, 'released' | 'current'>;

function headerChanges({ released, current }: Documents, was: Json, is: Json): string[] {
  return Object.entries((was.headers ?? {}) as Section).flatMap(([name, header]) => {
    const after = (is.headers as Section | undefined)?.[name];
    if (!after) return [`no longer has the header ${name}`];
    const isLess = deref(released, header).required && !deref(current, after).required;
    return isLess ? [`no longer always has the header ${name}`] : [];
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

const compare = ({ released, current }: Documents, was: unknown, is: unknown, direction: Direction): string[] =>
  breakingSchemaChanges(
    { document: released, schema: was as Json },
    { document: current, schema: is as Json },
    direction,
  );
