import { invalid } from './errors.ts';

/**
 * DynamoDB's numbers: decimal, up to 38 significant digits, from 1E-130 to 9.9…E+125. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */

const MAX_DIGITS = 38;
const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;

/** `digits × 10^exponent`, without trailing zeros in the digits. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const NUMBER = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/;
const SMALL_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;

/** The number in the one form in which DynamoDB returns it. Throws for what it does not store. */
export function canonicalNumber(text: string): string {
  if (SMALL_INTEGER.test(text)) return text;
  return print(within(parse(text)));
}

/** The exact sum or difference of two canonical numbers. */
export function add(left: string, right: string, sign: 1 | -1 = 1): string {
  if (SMALL_INTEGER.test(left) && SMALL_INTEGER.test(right)) return String(Number(left) + sign * Number(right));
  const [a, b] = [parse(left), parse(right)];
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent: own }: Decimal) => digits * 10n ** BigInt(own - exponent);
  return print(within(trimmed(scaled(a) + BigInt(sign) * scaled(b), exponent)));
}

/** Negative, zero or positive, as the left canonical number is less, equal or greater. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (SMALL_INTEGER.test(left) && SMALL_INTEGER.test(right)) return Number(left) - Number(right);
  return sortableNumber(left) < sortableNumber(right) ? -1 : 1;
}

/** A text whose order by code units is the order of the canonical numbers. */
export function sortableNumber(text: string): string {
  const { digits, exponent } = parse(text);
  if (digits === 0n) return '1';
  const figures = String(digits < 0n ? -digits : digits);
  const scale = exponent + figures.length;
  if (digits > 0n) return `2${String(scale + 500).padStart(3, '0')}${figures}`;
  const complement = figures.replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `0${String(500 - scale).padStart(3, '0')}${complement}~`;
}

/**
 * The bytes that a number takes: one for each two significant digits, one for the exponent, and one
 * for a sign.
 */
export function sizeOfNumber(text: string): number {
  const { digits, exponent } = parse(text);
  if (digits === 0n) return 1;
  const figures = String(digits < 0n ? -digits : digits).length;
  // Digits are stored in pairs that begin at the decimal point.
  const isOdd = Math.abs(exponent) % 2 === 1;
  return Math.ceil((figures + (isOdd ? 1 : 0)) / 2) + 1 + (digits < 0n ? 1 : 0);
}

function parse(text: string): Decimal {
  const match = NUMBER.exec(text);
  if (!match) {
    const shown = text === '' ? '' : `: ${text}`;
    throw invalid(`The parameter cannot be converted to a numeric value${shown}`);
  }
  const [, sign, body = '', exponent = '0'] = match;
  const point = body.indexOf('.');
  const decimals = point < 0 ? 0 : body.length - point - 1;
  const digits = BigInt(body.replace('.', ''));
  return trimmed(sign === '-' ? -digits : digits, Number(exponent) - decimals);
}

function trimmed(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = String(digits);
  const zeros = text.length - text.replace(/0+$/, '').length;
  return zeros === 0
    ? { digits, exponent }
    : { digits: BigInt(text.slice(0, text.length - zeros)), exponent: exponent + zeros };
}

function within(number: Decimal): Decimal {
  if (number.digits === 0n) return number;
  const figures = String(number.digits < 0n ? -number.digits : number.digits).length;
  const magnitude = number.exponent + figures - 1;
  if (magnitude > MAX_EXPONENT) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (magnitude < MIN_EXPONENT) {
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
  if (figures > MAX_DIGITS) throw invalid('Attempting to store more than 38 significant digits in a Number');
  return number;
}

function print({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const figures = String(digits < 0n ? -digits : digits);
  if (exponent >= 0) return `${sign}${figures}${'0'.repeat(exponent)}`;
  const whole = figures.length + exponent;
  if (whole > 0) return `${sign}${figures.slice(0, whole)}.${figures.slice(whole)}`;
  return `${sign}0.${'0'.repeat(-whole)}${figures}`;
}
