import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

export type PlainItem = Record<string, unknown>;

/** The members of inputs that hold items, keys or values by name. */
const ITEM_MEMBERS = ['Item', 'Key', 'ExclusiveStartKey', 'ExpressionAttributeValues'] as const;

/** An input of DynamoDB with plain values instead of its own, e.g. `7` for `{ N: '7' }`. */
export type Plain<Input> = {
  [Member in keyof Input]: Member extends 'ExpressionAttributeValues'
    ? Readonly<PlainItem>
    : Member extends (typeof ITEM_MEMBERS)[number]
      ? object
      : Input[Member];
};

/** Leaves undefined members out. */
export const wireItem = (item: object): Record<string, AttributeValue> =>
  marshall(item, { removeUndefinedValues: true });

/** Converts the items, keys and values of an input. */
export function wireInput<Input>(input: Plain<Input>): Input {
  const wire = { ...input } as Record<string, object | undefined>;
  for (const member of ITEM_MEMBERS) if (wire[member]) wire[member] = wireItem(wire[member]);
  return wire as Input;
}
