/** A user as the engine stores it. It stores the fields that are added here, too. */
export interface CognitoUser {
  readonly Username: string;
  readonly UserStatus: string;
  readonly Attributes: readonly { readonly Name: string; readonly Value?: string }[];
  readonly ConfirmationCode?: string | undefined;
  readonly RefreshTokens?: readonly string[];
  /** The time when the code was sent, and the number of wrong codes tried since. */
  readonly CodeSentAt?: number;
  readonly WrongCodes?: number;
  readonly SoftwareTokenMfaConfiguration?: { readonly Secret: string; readonly Verified: boolean };
  /** The second factors that a sign-in asks for. */
  readonly UserMFASettingList?: readonly string[];
  /** The last time step of which a code was accepted. */
  readonly UsedStep?: number;
}

interface PoolOptions {
  readonly Policies?: { readonly PasswordPolicy?: PasswordPolicy };
  readonly MfaConfiguration?: string;
  readonly EnabledMfas?: readonly string[];
}

interface ClientOptions {
  readonly ExplicitAuthFlows?: readonly string[];
  /** Minutes. */
  readonly AuthSessionValidity?: number;
}

interface PasswordPolicy {
  readonly MinimumLength?: number;
  readonly RequireLowercase?: boolean;
  readonly RequireUppercase?: boolean;
  readonly RequireNumbers?: boolean;
  readonly RequireSymbols?: boolean;
}

export type Input = Readonly<Record<string, unknown>>;

export interface Engine {
  run(operation: string, input: Input): Promise<unknown>;
  optionsOf(input: Input): Promise<PoolOptions>;
  findClient(clientId: unknown): Promise<ClientOptions | null>;
  findUser(input: Input): Promise<CognitoUser | null>;
  saveUser(input: Input, user: CognitoUser): Promise<void>;
  /** Generates a new code for the user and mails it. */
  sendCode(input: Input, user: CognitoUser): Promise<void>;
  now(): number;
}

export type Operation = (input: Input) => Promise<unknown>;
