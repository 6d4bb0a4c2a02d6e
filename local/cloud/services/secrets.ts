import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Cloud, Created, Resource, Service } from '../cloud.ts';
import { AwsError } from './aws-error.ts';
import type { Endpoint } from './endpoint.ts';
import type { Secrets } from './handles.ts';
import { arn, physicalName, stableId } from './names.ts';

interface Entry {
  readonly name: string;
  readonly arn: string;
  value: string;
  readonly type?: string;
}

interface GenerateSecretString {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludePunctuation?: boolean;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly IncludeSpace?: boolean;
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
}

export interface SecretsService {
  readonly service: Service;
  readonly secrets: Secrets;
}

/**
 * Secrets Manager and SSM parameters. With a data directory, generated secrets stay the same from
 * run to run.
 */
export function createSecrets(options: {
  endpoint: Endpoint;
  overrides: Readonly<Record<string, string>>;
}): SecretsService {
  const secrets = new Map<string, Entry>();
  const parameters = new Map<string, Entry>();
  const generated = new Map<string, string>();
  let write: (secret: Generated) => void = () => undefined;
  const overrides = new Map(Object.entries(options.overrides));

  const createSecret = async (resource: Resource, cloud: Cloud): Promise<Created> => {
    const name = physicalName(resource, 'Name', 512);
    const { SecretString, GenerateSecretString } = resource.properties;
    const value =
      overrides.get(name) ??
      (SecretString as string | undefined) ??
      generate(name, GenerateSecretString as GenerateSecretString | undefined);
    const secret = { name, arn: arn(cloud, 'secretsmanager', `secret:${name}-${stableId(resource, 6)}`), value };
    secrets.set(name, secret);
    return { ref: secret.arn, attributes: { Id: secret.arn } };
  };

  const generate = (name: string, rules: GenerateSecretString | undefined): string => {
    const kept = generated.get(name);
    if (kept !== undefined) return kept;
    const password = passwordOf(rules ?? {});
    const template = rules?.SecretStringTemplate;
    const key = rules?.GenerateStringKey;
    const value = template && key ? JSON.stringify({ ...JSON.parse(template), [key]: password }) : password;
    generated.set(name, value);
    write([name, value]);
    return value;
  };

  const createParameter = async (resource: Resource, cloud: Cloud): Promise<Created> => {
    const name = physicalName(resource, 'Name', 1_011);
    const type = String(resource.properties.Type);
    const value = overrides.get(name) ?? String(resource.properties.Value);
    parameters.set(name, { name, type, value, arn: arn(cloud, 'ssm', `parameter/${name.replace(/^\//, '')}`) });
    return { ref: name, attributes: { Type: type, Value: value } };
  };

  const find = (entries: ReadonlyMap<string, Entry>, nameOrArn: string): Entry | undefined =>
    entries.get(nameOrArn) ??
    [...entries.values()].find((entry) => entry.arn === nameOrArn || entry.arn.slice(0, -7) === nameOrArn);

  options.endpoint.json('secretsmanager', 'secretsmanager', {
    GetSecretValue({ SecretId }) {
      const secret = find(secrets, String(SecretId));
      if (!secret) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      const VersionId = randomUUID();
      return {
        ARN: secret.arn,
        Name: secret.name,
        SecretString: secret.value,
        VersionId,
        VersionStages: ['AWSCURRENT'],
      };
    },
  });
  options.endpoint.json('AmazonSSM', 'ssm', {
    GetParameter({ Name }) {
      const parameter = find(parameters, String(Name));
      if (!parameter) throw new AwsError('ParameterNotFound', `Parameter ${String(Name)} not found.`);
      return { Parameter: toParameter(parameter) };
    },
    GetParameters({ Names }) {
      const names = (Names ?? []) as string[];
      const known = names.flatMap((name) => find(parameters, name) ?? []);
      return {
        Parameters: known.map(toParameter),
        InvalidParameters: names.filter((name) => !find(parameters, name)),
      };
    },
  });

  return {
    secrets: {
      get: (nameOrArn) => (find(secrets, nameOrArn) ?? find(parameters, nameOrArn))?.value,
      set(name, value) {
        overrides.set(name, value);
        for (const entry of [secrets.get(name), parameters.get(name)]) if (entry) entry.value = value;
      },
    },
    service: {
      name: 'secrets',
      types: {
        'AWS::SecretsManager::Secret': {
          properties: ['Name', 'Description', 'SecretString', 'GenerateSecretString', 'KmsKeyId', 'Tags'],
          create: createSecret,
        },
        'AWS::SSM::Parameter': {
          properties: [
            'Name',
            'Type',
            'Value',
            'Description',
            'AllowedPattern',
            'DataType',
            'Tier',
            'Policies',
            'Tags',
          ],
          create: createParameter,
        },
      },
      async start({ journal }) {
        write = journal.keep<Generated>('generated secrets', {
          restore: ([name, value]) => generated.set(name, value),
          snapshot: () => generated,
        });
        const url = options.endpoint.url();
        return { AWS_ENDPOINT_URL_SECRETS_MANAGER: url, AWS_ENDPOINT_URL_SSM: url };
      },
      inspect: async () => ({ secrets: [...secrets.keys()], parameters: [...parameters.keys()] }),
      async stop() {},
    },
  };
}

function toParameter({ name, value, type, arn: ARN }: Entry): object {
  return { Name: name, Value: value, Type: type, ARN, Version: 1, DataType: 'text' };
}

function passwordOf(rules: GenerateSecretString): string {
  const classes = [
    rules.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rules.IncludeSpace ? ' ' : '',
  ];
  const allowed = [...classes.join('')].filter((character) => !rules.ExcludeCharacters?.includes(character));
  if (allowed.length === 0) return randomBytes(16).toString('hex');
  return Array.from({ length: rules.PasswordLength ?? 32 }, () => allowed[randomInt(allowed.length)]).join('');
}

type Generated = readonly [name: string, value: string];
