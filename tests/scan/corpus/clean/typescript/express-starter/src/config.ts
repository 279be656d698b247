import { SSMClient, GetParametersCommand } from '@aws-sdk/client-ssm';

const NAMES = {
  jwtSecret: '/starter/prod/jwt/secret',
  cookieSecret: '/starter/prod/cookie/secret',
  databasePassword: '/starter/prod/db/password',
} as const;

export type Secrets = Record<keyof typeof NAMES, string>;

export async function loadSecrets(region = process.env.AWS_REGION ?? 'eu-west-1'): Promise<Secrets> {
  const ssm = new SSMClient({ region });
  const { Parameters = [], InvalidParameters = [] } = await ssm.send(
    new GetParametersCommand({ Names: Object.values(NAMES), WithDecryption: true }),
  );
  if (InvalidParameters.length) throw new Error(`missing parameters: ${InvalidParameters.join(', ')}`);
  const byName = new Map(Parameters.map((p) => [p.Name, p.Value ?? '']));
  return Object.fromEntries(Object.entries(NAMES).map(([k, name]) => [k, byName.get(name)])) as Secrets;
}
