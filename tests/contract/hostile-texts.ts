/** Texts that programs mistreat: in stores, logs, pages, mails, spreadsheets and headers. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  'a high surrogate alone': 'a\ud800b',
  'a low surrogate alone': '\udc00',
  'a reversed surrogate pair': '\udc00\ud800',
  'a null character': 'a\u0000b',
  'an escape sequence of a terminal': '\u001b[31mred\u001b[0m',
  'a bell': 'ring\u0007',
  'the delete character': 'a\u007fb',
  'a C1 control character': 'a\u0085b',
  'an override of the direction': 'invoice\u202efdp.exe',
  'an isolate of the direction': 'a\u2066b',
  'nothing to see': '\u200b\u200c\u200d\u2060',
  'spaces only': ' \u00a0\u3000\t',
  'a byte order mark first': '\ufeffname',
  'a byte order mark within': 'na\ufeffme',
  'a separator of lines': 'a\u2028b',
  'a separator of paragraphs': 'a\u2029b',
  'a replaced byte': 'caf\ufffd',
  'a decomposed letter': 'Cafe\u0301 de\u0301compose\u0301',
  'a family of emoji': '👩‍👩‍👧‍👦 at home',
  'letters of several scripts': 'Ωμέγα 東京 مرحبا',
  'spaces around it': '  in the middle\t',
  '10,000 characters': 'x'.repeat(10_000),
  'the name of a prototype': '__proto__',
  'the name of a constructor': 'constructor',
  'the name of a method': 'toString',
  'a formula of a spreadsheet': "=cmd|'/C calc'!A0",
  'a header after a line break': 'a\r\nBcc: everyone@example.com\r\n\r\nbody',
  'a script': '"><script>alert(1)</script>',
  'quotes of SQL': `'; DROP TABLE users; --`,
  'steps of a path': '../../etc/passwd',
  'an encoded null character': '%00',
  'a template': `\${process.env} {{7*7}} <%= 7*7 %>`,
  'a percent sign': '100%',
  'a key of a table': 'product#prd_1|gsi1#active',
  'what looks like JSON': '{"$ref":"#/x"}',
  'a number': '1e999',
};

/** Those that no text for people may be: halves of characters, controls, and nothing to see. */
const UNFIT = [
  ...['a high surrogate alone', 'a low surrogate alone', 'a reversed surrogate pair', 'a null character'],
  ...['an escape sequence of a terminal', 'a bell', 'the delete character', 'a C1 control character'],
  ...['an override of the direction', 'an isolate of the direction', 'nothing to see', 'a replaced byte'],
  ...['a separator of lines', 'a separator of paragraphs'],
] as const;
const unfit: ReadonlySet<string | undefined> = new Set(UNFIT.map((what) => HOSTILE_TEXTS[what]));

/** Whether people may be shown a text. */
export const isFit = (text: string): boolean => !unfit.has(text);

/** The meaning of a text: composed, with one kind of line break, without spaces around it. */
export const meant = (text: string): string => text.replaceAll('\r\n', '\n').normalize('NFC').trim();

/** Bytes in a URL that are not text, and texts as an attacker encodes them. */
const RAW: Readonly<Record<string, string>> = {
  'bytes that are not UTF-8': '%FF%FE%C3',
  'an encoded surrogate': '%ED%A0%80',
  'an overlong encoding': '%C0%AE%C0%AE',
  'a broken encoding': '%E0%A4%A',
  'a percent sign alone': '%',
  'no hexadecimal digits': '%zz',
  'encoded steps of a path': '%2e%2e%2f%2e%2e',
  'an encoded step of a path': '%2E%2E',
  'a step of a path': '..',
  'a place of a path': '.',
  'a doubly encoded step': '%252e%252e%252f',
  'an encoded line break': 'a%0d%0aset-cookie:%20a=b',
};

/** The longest text for a URL: servers refuse long ones before they look at them. */
const URL_LENGTH = 2_000;

/** Texts for one part of a URL, as they are sent. */
export const HOSTILE_URL_PARTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(HOSTILE_TEXTS)
      .filter(([, text]) => text.isWellFormed() && text.length <= URL_LENGTH)
      .map(([what, text]) => [what, encodeURIComponent(text)]),
  ),
  ...RAW,
};

/** The texts that a header can have, as the bytes that clients send for them. */
export const HOSTILE_HEADERS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(HOSTILE_TEXTS)
    .map(([what, text]) => [what, Buffer.from(text).toString('latin1')] as const)
    .filter(([, bytes]) => /^[\t\x20-\x7e\x80-\xff]*$/.test(bytes)),
);
