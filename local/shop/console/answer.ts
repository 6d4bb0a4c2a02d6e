/** The response of a page that cannot do what the request asks for. */
export class Refusal {
  readonly status: number;
  readonly message: string;

  constructor(status: number, message: string) {
    this.status = status;
    this.message = message;
  }
}

export const refuse = (status: number, message: string): Refusal => new Refusal(status, message);

export const NOT_ALLOWED = refuse(405, 'Method Not Allowed');
